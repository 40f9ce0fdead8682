/*
 * Reads mails by GMime alone: taken apart, and the first text part decoded; nothing else.
 */
#include "reading.h"

#include <gmime/gmime.h>

static GMimeTextPart *
first_text(GMimeObject *object)
{
	if (GMIME_IS_TEXT_PART(object))
		return GMIME_TEXT_PART(object);
	if (!GMIME_IS_MULTIPART(object))
		return NULL;
	GMimeTextPart *found = NULL;
	int count = g_mime_multipart_get_count(GMIME_MULTIPART(object));
	for (int i = 0; i < count && !found; i++)
		found = first_text(g_mime_multipart_get_part(GMIME_MULTIPART(object), i));
	return found;
}

static ReadOutcome
read_one(int fd)
{
	GMimeStream *stream = g_mime_stream_fs_new(fd);
	g_mime_stream_fs_set_owner(GMIME_STREAM_FS(stream), FALSE);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
	GMimeObject *root = message ? g_mime_message_get_mime_part(message) : NULL;
	GMimeTextPart *part = root ? first_text(root) : NULL;
	char *text = part ? g_mime_text_part_get_text(part) : NULL;
	ReadOutcome outcome = text && *text ? READ_TEXT : READ_NO_TEXT;

	g_free(text);
	g_clear_object(&message);
	g_object_unref(parser);
	g_object_unref(stream);
	return outcome;
}

int
main(int argc, char **argv)
{
	g_mime_init();
	return reading_main(argc, argv, read_one);
}
