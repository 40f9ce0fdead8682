/*
 * Just enough BER (X.690) to unwrap what was signed; verifying is wire's business.
 */
#include "mail/smime.h"

#include <string.h>

/* Nesting of strings within strings that is followed. */
#define MAX_DEPTH 8

enum {
	TAG_OCTETS = 0x04,
	TAG_OID = 0x06,
	TAG_SEQUENCE = 0x30,
	TAG_SET = 0x31,
	TAG_EXPLICIT = 0xa0
};
#define CONSTRUCTED 0x20

/* What is left to read. */
typedef struct Ber {
	const guint8 *p;
	const guint8 *end;
} Ber;

/* An element: its tag and content. The content of one without stated length reaches as far
 * as what is around it; two zero bytes end it. */
typedef struct Element {
	guint8 tag;
	gboolean open; /* no stated length */
	Ber content;
} Element;

static gboolean
read_length(Ber *ber, gsize *length_out)
{
	if (ber->p >= ber->end)
		return FALSE;
	gsize length = *ber->p++;
	if (length & 0x80) {
		guint count = length & 0x7f;
		length = 0;
		if (count > 4 || (gsize)(ber->end - ber->p) < count)
			return FALSE;
		while (count-- > 0)
			length = length << 8 | *ber->p++;
	}
	*length_out = length;
	return length <= (gsize)(ber->end - ber->p);
}

/* Reads an element's head; `ber` goes on behind it if its length is stated, else within. */
static gboolean
element_read(Ber *ber, Element *element)
{
	if (ber->end - ber->p < 2 || (ber->p[0] == 0 && ber->p[1] == 0))
		return FALSE;
	element->tag = *ber->p++;
	element->open = *ber->p == 0x80;
	if ((element->tag & 0x1f) == 0x1f)
		return FALSE;
	if (element->open) {
		ber->p++;
		element->content = *ber;
		return (element->tag & CONSTRUCTED) != 0;
	}
	gsize length = 0;
	if (!read_length(ber, &length))
		return FALSE;
	element->content = (Ber){ber->p, ber->p + length};
	ber->p += length;
	return TRUE;
}

/* Steps into the next element, which must have that tag. */
static gboolean
enter(Ber *ber, guint8 tag)
{
	Element element;
	if (!element_read(ber, &element) || element.tag != tag)
		return FALSE;
	*ber = element.content;
	return TRUE;
}

/* Steps over the next element; open ones are not met where this is used. */
static gboolean
step_over(Ber *ber, guint8 tag)
{
	Element element;
	return element_read(ber, &element) && element.tag == tag && !element.open;
}

/* Appends a string, whole or in pieces (X.690 8.7), and moves `ber` behind it. */
static gboolean
append_octets(Ber *ber, GByteArray *out, int depth)
{
	Element element;
	if (depth > MAX_DEPTH || !element_read(ber, &element) ||
	    (element.tag & ~CONSTRUCTED) != TAG_OCTETS)
		return FALSE;
	if (!(element.tag & CONSTRUCTED)) {
		gsize length = (gsize)(element.content.end - element.content.p);
		g_byte_array_append(out, element.content.p, (guint)length);
		return TRUE;
	}
	Ber inner = element.content;
	gboolean more = TRUE;
	while (more)
		more = append_octets(&inner, out, depth + 1);
	if (element.open)
		ber->p = inner.p + (inner.end - inner.p >= 2 ? 2 : 0);
	return TRUE;
}

/* Steps into the content behind its type, which must be that OID. */
static gboolean
enter_content(Ber *ber, const guint8 *type, gsize size)
{
	Element oid;
	return enter(ber, TAG_SEQUENCE) && element_read(ber, &oid) && oid.tag == TAG_OID &&
	       oid.content.end - oid.content.p == (gssize)size &&
	       memcmp(oid.content.p, type, size) == 0 && enter(ber, TAG_EXPLICIT);
}

gboolean
smime_is_enveloped(const guint8 *bytes, gsize length)
{
	/* 1.2.840.113549.1.7.3 and, RFC 5083, 1.2.840.113549.1.9.16.1.23 */
	static const guint8 enveloped[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x03};
	static const guint8 authenticated[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d,
					       0x01, 0x09, 0x10, 0x01, 0x17};
	if (length == 0)
		return FALSE;
	Ber ber = {bytes, bytes + length}, again = ber;
	return enter_content(&ber, enveloped, sizeof enveloped) ||
	       enter_content(&again, authenticated, sizeof authenticated);
}

GBytes *
smime_signed_content(const guint8 *bytes, gsize length)
{
	/* 1.2.840.113549.1.7.2 */
	static const guint8 signed_data[] = {0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02};
	Element version;
	if (length == 0)
		return NULL;
	Ber ber = {bytes, bytes + length};
	if (!enter_content(&ber, signed_data, sizeof signed_data) || !enter(&ber, TAG_SEQUENCE) ||
	    !element_read(&ber, &version) || !step_over(&ber, TAG_SET) ||
	    !enter(&ber, TAG_SEQUENCE) || !step_over(&ber, TAG_OID) || !enter(&ber, TAG_EXPLICIT))
		return NULL;
	g_autoptr(GByteArray) out = g_byte_array_new();
	if (!append_octets(&ber, out, 0))
		return NULL;
	return g_byte_array_free_to_bytes(g_steal_pointer(&out));
}
