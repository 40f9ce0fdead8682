/*
 * Any bytes as template, rendered with themselves as partial: ends, within the limits.
 */
#include "desk/template.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char context_text[] =
		"{\"a\": \"<&>\", \"b\": [1, {\"c\": true}], \"c\": false,"
		" \"d\": {\"e\": {\"f\": 1.5}}, \"e\": null, \"f\": []}";
	g_autofree char *text = g_strndup((const char *)data, size);
	g_autoptr(Templates) templates = templates_new();
	g_autoptr(Js) context = js_read(context_text, NULL);
	if (!templates_add(templates, "en/t.html", text, NULL))
		return 0;
	g_free(templates_render(templates, "en", "t.html", context));
	return 0;
}
