/*
 * Forms in the languages of people: written in the reader's, read in any.  The types of a site are
 * in English; what their labels, choices and hints are in other languages stands in the words.
 */
#ifndef CM_DESK_FORM_TONGUE_H
#define CM_DESK_FORM_TONGUE_H

#include "base/js.h"
#include "desk/field.h"
#include "desk/site.h"
#include "desk/template.h"

/** Lets a type and its fields be read in each language that there are words of: its title, labels,
 *  choices, and what our own forms in it say below the labels, which is nobody's answer. */
void form_learn(CaseType *type, const Templates *templates);

/**
 * The data of a form, as form_data() (desk/form.h) makes it in English, in another language. The
 * fields are those of its type. NULL: there are no words of the language, or it is English.
 * (transfer full)
 */
Js *form_in_language(const Js *form, const GPtrArray *fields, const Templates *templates,
		     const char *language);

#endif
