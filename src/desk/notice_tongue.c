/*
 * One value of a notice's data in the recipient's language: for notice_say.c, notice_speak.c and
 * notice_given.c, which know what each of them is.
 */
#include "desk/notice_parts.h"

#include "base/error.h"
#include "desk/date_said.h"

void
notice_put_name(const Tongue *tongue, const Js *object, const char *key, const char *group)
{
	const char *english = js_get_text(object, key);
	if (!english || !*english)
		return;
	const char *own = tongue_call(tongue, group, english);
	if (own != english)
		js_set_text(unconst(object), key, own);
}

void
notice_put_sentence(const Tongue *tongue, const Js *object, const char *key)
{
	const char *english = js_get_text(object, key);
	g_autofree char *own = english ? tongue_say(tongue, english) : NULL;
	if (own)
		js_set_text(unconst(object), key, own);
}

void
notice_put_dates(const Tongue *tongue, const Js *object, const char *key)
{
	const char *english = js_get_text(object, key);
	g_autofree char *own =
		english ? date_said(tongue->templates, tongue->language, english) : NULL;
	if (own)
		js_set_text(unconst(object), key, own);
}
