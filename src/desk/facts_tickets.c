/*
 * Tickets of a case in the trackers of others, as facts that a plan may change.
 */
#include "desk/facts.h"

static void
ticket_fact_free(gpointer data)
{
	TicketFact *ticket = data;
	g_free(ticket->tracker);
	g_free(ticket->key);
	g_free(ticket->status);
	g_free(ticket);
}

GPtrArray *
ticket_facts_new(void)
{
	return g_ptr_array_new_with_free_func(ticket_fact_free);
}

static TicketFact *
ticket_fact_new(const char *tracker, const char *key, const char *status, gint64 entry)
{
	TicketFact *ticket = g_new0(TicketFact, 1);
	ticket->tracker = g_strdup(tracker);
	ticket->key = g_strdup(key);
	ticket->status = g_strdup(status);
	ticket->entry = entry;
	return ticket;
}

GPtrArray *
ticket_facts_copy(const GPtrArray *tickets)
{
	GPtrArray *copy = ticket_facts_new();
	for (guint i = 0; tickets && i < tickets->len; i++) {
		const TicketFact *t = tickets->pdata[i];
		g_ptr_array_add(copy, ticket_fact_new(t->tracker, t->key, t->status, t->entry));
	}
	return copy;
}

static gboolean
find_ticket(const CaseFact *c, const char *key, guint *at_out)
{
	for (guint i = 0; i < c->tickets->len; i++) {
		const TicketFact *ticket = c->tickets->pdata[i];
		if (!g_ascii_strcasecmp(ticket->key, key)) {
			*at_out = i;
			return TRUE;
		}
	}
	return FALSE;
}

const TicketFact *
case_ticket(const CaseFact *c, const char *key)
{
	guint at = 0;
	return find_ticket(c, key, &at) ? c->tickets->pdata[at] : NULL;
}

void
case_drop_ticket(CaseFact *c, const char *key)
{
	guint at = 0;
	if (find_ticket(c, key, &at))
		g_ptr_array_remove_index(c->tickets, at);
}

void
case_set_ticket(CaseFact *c, const char *tracker, const char *key, const char *status, gint64 entry)
{
	TicketFact *ticket = ticket_fact_new(tracker, key, status, entry);
	guint at = 0;
	gboolean is_known = find_ticket(c, key, &at);
	g_ptr_array_insert(c->tickets, is_known ? (gint)at : -1, ticket);
	if (is_known)
		g_ptr_array_remove_index(c->tickets, at + 1);
}
