/*
 * The caps on receipts.  Anybody can write in somebody else's name, so what nobody vouches for is
 * counted apart; and who is proven to have opened a case hears of it, unless no person opens so
 * many.
 */
#include "desk/receipt.h"

#include <string.h>

static const struct {
	const char *name;
	const char *of_hour;
	const char *of_day;
} kinds[RECEIPT_KINDS] = {
	[RECEIPT_PLAIN] = {"plain", "receipts per hour and address",
			   "receipts per day and address"},
	[RECEIPT_OPENING] = {"opening", "receipts of new cases per hour and address",
			     "receipts of new cases per day and address"},
	[RECEIPT_ANSWER] = {"answer", "answers to commands per hour and address",
			    "answers to commands per day and address"},
};

const char *
receipt_kind_name(ReceiptKind kind)
{
	return kinds[kind].name;
}

ReceiptKind
receipt_kind_from_name(const char *name)
{
	for (ReceiptKind kind = 0; kind < RECEIPT_KINDS; kind++)
		if (!strcmp(kinds[kind].name, name))
			return kind;
	return RECEIPT_PLAIN;
}

/* Without proof it may be a victim who gets all that: no more than of receipts. */
ReceiptCount
receipt_cap(const Site *site, ReceiptKind kind, gboolean is_proven)
{
	const ReceiptCount plain = {site->receipts_per_hour, site->receipts_per_day};
	const ReceiptCount own[RECEIPT_KINDS] = {
		[RECEIPT_PLAIN] = plain,
		[RECEIPT_OPENING] = {site->openings_per_hour, site->openings_per_day},
		[RECEIPT_ANSWER] = {site->answers_per_hour, site->answers_per_day},
	};
	if (!is_proven)
		return plain;
	return (ReceiptCount){MAX(own[kind].hour, plain.hour), MAX(own[kind].day, plain.day)};
}

const char *
receipt_cap_of_hour(ReceiptKind kind)
{
	return kinds[kind].of_hour;
}

const char *
receipt_cap_of_day(ReceiptKind kind)
{
	return kinds[kind].of_day;
}

char *
cap_told_key(const char *address, gboolean is_proven)
{
	if (!*address)
		return g_strdup("cap of unproven senders");
	return g_strdup_printf("cap %s%s", address, is_proven ? ", proven" : "");
}
