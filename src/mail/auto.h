/*
 * Whether a person or a robot wrote a mail.
 */
#ifndef CM_MAIL_AUTO_H
#define CM_MAIL_AUTO_H

#include "mail/mail.h"

/**
 * Fills mail->auto_kind and mail->auto_why from the header and subject: Auto-Submitted
 * (RFC 3834), the fields of vendors and lists (robots.table), reports (RFC 6522) by
 * their Content-Type, a null sender, and where no field says so a robot's subject.
 * The fields of a list of the site's own (tables.h) don't count.
 * X-Auto-Response-Suppress says nothing of who wrote. In doubt it was a person.
 * mail->attachments must be filled (for answers to invitations).
 */
void auto_judge(Mail *mail, const MailTables *tables);

#endif
