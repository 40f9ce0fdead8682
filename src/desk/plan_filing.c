/*
 * Which case a mail belongs to: the ways that lead to one, tried in their order.
 */
#include "base/error.h"
#include "desk/choice.h"
#include "desk/plan_decision.h"

static const char *
way_name(Way way)
{
	static const char *const names[] = {
		[WAY_ADDRESS] = "tracking ID in the recipient address",
		[WAY_SUBJECT] = "tracking ID in the subject",
		[WAY_SENT] = "it answers a message we sent",
		[WAY_RECEIVED] = "it answers a message we received",
		[WAY_EXTERNAL] = "the partner's number in the subject",
		[WAY_NUMBER] = "case number in the subject",
		[WAY_ASKED] = "case number in its question",
	};
	return names[way];
}

/* A case number is no secret: only a proven participant may use it. */
static gboolean
counts(const Decision *d, const Candidate *candidate)
{
	if (candidate->way != WAY_NUMBER && candidate->way != WAY_ASKED)
		return TRUE;
	return d->facts->proof == PROOF_PASS && decision_may_use(d, candidate->of);
}

/* A mail answers one message, whatever else it refers to; what names a case names it alone. */
static gboolean
names_one(Way way)
{
	return way != WAY_SENT && way != WAY_RECEIVED;
}

/*
 * The first way that leads to any case decides.  Of several IDs in a subject the last
 * one that the sender may use wins, but IDs of two such cases are no decision.
 */
static Filing
file_by_way(Decision *d, Way way, const CaseFact **case_out, const char **why_out)
{
	const Candidate *usable = NULL;
	gboolean any = FALSE;
	for (guint i = 0; i < d->facts->candidates->len; i++) {
		const Candidate *candidate = d->facts->candidates->pdata[i];
		if (candidate->way != way || !counts(d, candidate))
			continue;
		any = TRUE;
		if (!decision_may_use(d, candidate->of) && !d->facts->is_released)
			continue;
		gboolean differs = usable && usable->of != candidate->of;
		if (differs && names_one(way) && !d->facts->is_released) {
			*why_out = "it names two cases of this sender";
			return FILED_SEVERAL;
		}
		if (!usable || way == WAY_SUBJECT)
			usable = candidate;
	}
	if (usable) {
		plan_reason(d->b.plan, "case %s: %s, %s", usable->of->number, way_name(way),
			    usable->key);
		*case_out = usable->of;
		return FILED_CASE;
	}
	if (!any)
		return FILED_NEW;
	*why_out = "the sender is not part of the case it names";
	return FILED_HELD;
}

Filing
decision_find_case(Decision *d, const CaseFact **case_out, const char **why_out)
{
	for (Way way = WAY_ADDRESS; way < WAYS; way++) {
		Filing filing = file_by_way(d, way, case_out, why_out);
		if (filing != FILED_NEW)
			return filing;
	}
	plan_reason(d->b.plan, "no case is named that is known here");
	return FILED_NEW;
}

static void
add_named(const Decision *d, Way way, GPtrArray *numbers)
{
	for (guint i = 0; i < d->facts->candidates->len; i++) {
		const Candidate *candidate = d->facts->candidates->pdata[i];
		const char *number = candidate->of->number;
		if (candidate->way == way && counts(d, candidate) &&
		    decision_may_use(d, candidate->of) &&
		    !g_ptr_array_find_with_equal_func(numbers, number, g_str_equal, NULL))
			g_ptr_array_add(numbers, unconst(number));
	}
}

char *
decision_named_cases(const Decision *d)
{
	g_autoptr(GPtrArray) numbers = g_ptr_array_new();
	for (Way way = WAY_ADDRESS; way < WAYS && numbers->len < 2; way++) {
		g_ptr_array_set_size(numbers, 0);
		if (names_one(way))
			add_named(d, way, numbers);
	}
	return choice_list(numbers);
}
