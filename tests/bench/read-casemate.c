/*
 * Reads mails as `casemate parse` does: within the limits, then all that is read of them.
 */
#include "mail/mail.h"
#include "mail/scan.h"
#include "reading.h"
#include "tables_for_tests.h"

static MailTables *tables;

static ReadOutcome
read_one(int fd)
{
	g_autofree char *beyond = scan_fd(fd);
	g_autoptr(Mail) mail = beyond ? NULL : mail_read_fd(fd, tables);

	if (!mail)
		return READ_BEYOND;
	return *mail->text ? READ_TEXT : READ_NO_TEXT;
}

int
main(int argc, char **argv)
{
	tables = tables_for_tests();
	int status = reading_main(argc, argv, read_one);
	mail_tables_free(tables);
	return status;
}
