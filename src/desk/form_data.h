/*
 * Form data in a mail: lines "Key: value" that its text begins with.
 */
#ifndef CM_DESK_FORM_DATA_H
#define CM_DESK_FORM_DATA_H

/**
 * The value of a key, without letter case, blanks and punctuation, among the lines of
 * form data that a text begins with: blank lines and lines of commands may stand among them, a
 * greeting may stand first. NULL if there is none, or it is empty. (transfer full)
 */
char *form_data_value(const char *text, const char *wanted);

#endif
