/*
 * A read message as JSON: what `casemate parse --json` prints.
 */
#ifndef CM_MAIL_MAIL_JSON_H
#define CM_MAIL_MAIL_JSON_H

#include "base/js.h"
#include "mail/mail.h"

#include <glib.h>

/**
 * The object of `parse --json` (casemate(1)). `tracking_ids` (char*, nullable) and
 * `commands` (an array of {"verb", "value"}, nullable, copied) are found by desk/.
 * (transfer full)
 */
Js *mail_to_js(const Mail *mail, const char *file, const GPtrArray *tracking_ids,
	       const Js *commands);

#endif
