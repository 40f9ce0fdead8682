# Sorts the notices of a casemate desk into five folders, by their fixed subjects.
#
# Sieve (RFC 5228) with "fileinto", and "mailbox" (RFC 5490) to make folders on first use.  As a
# script of its own, or before your own rules.  Sieve decodes the subject before it compares.
# A reply or a forward ("Re: Case Receipt ...") is no notice and stays where it is.

require ["fileinto", "mailbox"];

if header :comparator "i;octet" :matches "Subject" "Emergency * - Case ID: * - Customer: *" {
	fileinto :create "Emergencies";
	stop;
}
if header :comparator "i;octet" :matches "Subject" "Case Receipt - Case ID: * - Customer: *" {
	fileinto :create "Case-Receipts";
	stop;
}
if header :comparator "i;octet" :matches "Subject"
		"Change Request Receipt - Case ID: * - Customer: *" {
	fileinto :create "Change-Requests";
	stop;
}
if header :comparator "i;octet" :matches "Subject" "Case ETA Update - Case ID: * - Customer: *" {
	fileinto :create "Case-ETAs";
	stop;
}
if header :comparator "i;octet" :matches "Subject"
		"Case Comment Notification - Case ID: * - Customer: *" {
	fileinto :create "Case-Comments";
	stop;
}
