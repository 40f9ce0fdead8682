/*
 * The verb by which staff forwards a customer's mail.  What it does is done where the case is
 * opened (plan_opening.c); here it is looked at whether it can be.
 */
#include "desk/doing.h"

#include "base/error.h"
#include "base/names.h"

#include <string.h>

gboolean
do_for(Doing *d, const char *value, GError **error)
{
	const char *address = d->b->customer ? d->b->customer : "";
	const NamedFact *named = facts_named(d->b->facts, address);
	DeskAddress ours = {0};
	(void)value;
	if (d->h->c->id)
		return error_perm(error,
				  "the mail belongs to %s, which has its reporter; forward it as a "
				  "new mail",
				  d->h->c->number);
	if (!*address)
		return error_perm(error, "whose mail it is can't be read from it; write the "
					 "address: #for anna@example.com");
	if (!address_is_fit(address))
		return error_perm(error,
				  "\"%s\" is no address that mail can be sent to; write the "
				  "customer's: #for %s",
				  address,
				  named && named->found ? named->found->address
							: "anna@example.com");
	if (site_find_address(d->b->site, address, &ours)) {
		desk_address_clear(&ours);
		return error_perm(error, "%s is an address of the desk itself", address);
	}
	if (named && named->found && !strcmp(named->found->role, "staff"))
		return error_perm(error, "%s is a colleague's address, not a customer's", address);
	doing_say(d, "%s is a case of %s.", d->h->c->number, address);
	return TRUE;
}
