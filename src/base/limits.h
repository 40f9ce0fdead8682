/*
 * Every cap on something that comes from outside, with its reason.  Sizes are
 * bytes unless the name says otherwise.
 */
#ifndef CM_BASE_LIMITS_H
#define CM_BASE_LIMITS_H

/* A message; what Gmail and Microsoft 365 let through by default. */
#define LIMIT_MESSAGE_BYTES (25 * 1024 * 1024)
/* The header block; Postfix stops at 100 KiB by default, Exchange at 256. */
#define LIMIT_HEADER_BYTES (1024 * 1024)
/* Header fields of the message; a mail through twenty relays has about 200. */
#define LIMIT_HEADER_FIELDS 1000
/* MIME parts: GMime needs about 1.3 KB for an empty one. */
#define LIMIT_PARTS 1000
/* One Content-* field: GMime needs 400 bytes for each of its parameters. */
#define LIMIT_MIME_FIELD_BYTES (16 * 1024)
/* Encoded words (RFC 2047) in all header fields: each may want another charset's table, which takes
 * 0.1 ms to load. A mail to thousands of people with accents has a thousand or two. */
#define LIMIT_ENCODED_WORDS 10000
/* Text of one address field: GMime needs 300 bytes for each address. */
#define LIMIT_ADDRESS_FIELD_BYTES (128 * 1024)
/** Of one address that anything is sent to: 64 for the mailbox, 255 for the host (RFC
 * 5321 4.5.3.1). */
#define LIMIT_ADDRESS_BYTES 320
/* A mail whose signature is checked, a message within its signature, a multipart encoded as a
 * whole: it is held in memory twice. */
#define LIMIT_SIGNED_BYTES (10 * 1024 * 1024)
/* A signature, decoded; one with its certificates has about 5 KB. */
#define LIMIT_SIGNATURE_BYTES (256 * 1024)
/* Nested multiparts and message/rfc822. */
#define LIMIT_DEPTH 50
/* Decoded text that is read; the rest stays as attachment, marked. */
#define LIMIT_TEXT_BYTES (1024 * 1024)
/* The name of an attached file: what file systems take. */
#define LIMIT_FILE_NAME_BYTES 255
/* A name that somebody gives: of a person, an organisation, a desk. */
#define LIMIT_NAME_CHARS 200
/* What stands in a subject line beside others: a status, a priority. */
#define LIMIT_WORD_CHARS 40
/* The title of a case: Outlook cuts subjects at 255. */
#define LIMIT_TITLE_CHARS 200
/* Why a rule holds or discards a mail: it stands in lists. */
#define LIMIT_REASON_CHARS 200
/* A language or a time zone: America/Argentina/ComodRivadavia has 32. */
#define LIMIT_CODE_BYTES 40
/* A word of a command line that is no text: a list of a hundred domains. */
#define LIMIT_ARGUMENT_BYTES 4000
/* Text that one rule's pattern looks at. */
#define LIMIT_RULE_TEXT_BYTES (64 * 1024)
/* Steps of one PCRE2 match. */
#define LIMIT_MATCH_STEPS 100000
/* Steps of all rules' patterns on one mail: at most about a second, for JIT counts a bounded
 * repeat of many characters as one step. Some 150 usual patterns on a full LIMIT_RULE_TEXT_BYTES,
 * 2,000 on a usual mail. */
#define LIMIT_RULE_STEPS (50 * 1000 * 1000)
/* Message-IDs taken from References: threads are long, floods longer. */
#define LIMIT_REFERENCES 200
/* A subject; what mail programs show of it ends far sooner. */
#define LIMIT_READ_SUBJECT_BYTES (16 * 1024)
/* Tracking IDs looked up for one mail. */
#define LIMIT_TRACKING_IDS 20
/* Case numbers of its subject, each looked up under the write lock. */
#define LIMIT_CASE_NUMBERS 20
/* Words of its subject that may be a partner's number for a case, each looked up, too. */
#define LIMIT_EXTERNAL_IDS 10
/** Lines of a text in which a form is looked for: nobody fills in as many. */
#define LIMIT_FORM_LINES 20000
/* The body of an event for a partner: Standard Webhooks advises 20 kB. */
#define LIMIT_EVENT_BYTES 20000
/* Files of what was said so far that go along when a case is handed to a partner. */
#define LIMIT_HANDED_FILES 50
/* Patterns of senders refused at the door: `deliver` looks through all of them per mail. */
#define LIMIT_REFUSED_SENDERS 200
/* Recipients of one LMTP transaction (RFC 5321 4.5.3.1.8 asks for 100). */
#define LIMIT_RECIPIENTS 1000
/* Addresses of To and Cc whose persons are looked up, each with a read under the write lock; a
 * mail to more people than this is no conversation. */
#define LIMIT_VISIBLE_LOOKUPS 100
/* Lines of one mail that are looked at as commands. */
#define LIMIT_COMMANDS 100
/* Whom the commands of one mail may name, and how many cases: each is a read under the lock. */
#define LIMIT_NAMED 50
/* Confirmations that one address is asked for within an hour: whoever forges it must not fill its
 * mailbox. */
#define LIMIT_CONFIRMATIONS_HOUR 3
/* Who follows each new case of an organisation: each gets a notice in the opening's transaction. */
#define LIMIT_STANDING_FOLLOWERS 20
/* Persons whom somebody may invite to the own organisation within a day: each gets a mail. */
#define LIMIT_INVITED_DAY 10
/* A row of a table that is imported: ten words of a command line as long as may be. */
#define LIMIT_CSV_ROW_BYTES (64 * 1024)
/* A place in the duty roster of a desk. */
#define LIMIT_DUTY_PLACE 1000
/* Whom one mail may tell of a case who did not know it, and one customer within a day: each is a
 * mail to an address that may be anybody's. */
#define LIMIT_SHARED_AT_ONCE 20
#define LIMIT_SHARED_DAY     50
/* Whom one mail may mention: each is looked up under the lock, and may be a mail. */
#define LIMIT_MENTIONS 20
/* Persons of an organisation that a customer is shown. */
#define LIMIT_PEOPLE_LISTED 200
/* Notes and other texts of a case, the latest, that an answer of staff is held against, and
 * characters of each: to find words that are for staff alone. */
#define LIMIT_SECRET_TEXTS 100
#define LIMIT_SECRET_CHARS 8000
/* What those are told has happened so far: entries, and characters of each. */
#define LIMIT_HISTORY_ENTRIES    20
#define LIMIT_HISTORY_TEXT_CHARS 4000
#define LIMIT_HISTORY_BYTES      (32 * 1024)
/* Lists that one mail may ask for; a list of cases, and how many it counts of each status. */
#define LIMIT_LISTS          5
#define LIMIT_LISTED         100
#define LIMIT_LISTED_COUNTED 500
/* Other cases that a receipt names: it is to be read, too. */
#define LIMIT_OTHERS 10
/* What #history answers with: as much as a mail program shows without trouble. */
#define LIMIT_RECORD_ENTRIES    200
#define LIMIT_RECORD_TEXT_CHARS (16 * 1024)
#define LIMIT_RECORD_BYTES      (200 * 1024)
/* Held mails that one digest lists, the oldest. */
#define LIMIT_HELD_LISTED 25
/* Held mails, the latest, that are looked at to tell staff how many wait. */
#define LIMIT_HELD_COUNTED 1000
/* A command line of LMTP (RFC 5321 4.5.3.1.4 asks for 512; SMTPUTF8 and VERP need more). */
#define LIMIT_COMMAND_LINE 4096
/* Attachments relayed within a notice, encoded; more are named instead. */
#define LIMIT_RELAY_BYTES (10 * 1024 * 1024)
/* Characters of a customer's name in a subject line. */
#define LIMIT_SUBJECT_NAME_CHARS 40
/* Characters of a whole subject line: mail clients cut at about 250. */
#define LIMIT_SUBJECT_CHARS 160
/* Notices queued within the transaction that caused them; more go in steps. */
#define LIMIT_NOTICES_AT_ONCE 50
/* Above this a raw message is a file of its own beside the store. */
#define LIMIT_INLINE_MESSAGE_BYTES (128 * 1024)

/** Answers of rules in one receipt: nobody reads more. */
#define LIMIT_RULE_ANSWERS 3

#endif
