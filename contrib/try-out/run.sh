#!/bin/sh
# run.sh [BUILD-FOLDER [FOLDER]]: a desk to try casemate out.  Made once below FOLDER (var/), used
# again the next time; to begin anew, remove the folder.  Nothing leaves this machine: outgoing mail
# becomes files in FOLDER/mail-out.
set -eu
build=${1:-build}
var=${2:-var}

# Made aside, so that what a broken start leaves behind is never taken for a desk.
make_desk()
{
	new=$var.new
	casemate="$build/casemate -c $new/casemate.conf"
	rm -rf "$new"
	mkdir -p "$new"
	cat >"$new/casemate.conf" <<-'END'
		# The try-out desk.  All settings: man 5 casemate.conf
		store = "store"
		host_name = "casemate.example"

		desk support {
			address = "support@casemate.example"
			title = "Example Support"
			prefix = "SUP"
		}

		# A mail server would hand in its mail here.
		lmtp {
			listen = { "./lmtp.sock" }
		}

		# Each outgoing message becomes a file.
		send {
			via = "maildir"
			maildir = "mail-out"
		}
	END
	cat >"$new/mail.eml" <<-'END'
		From: Anna Smith <anna.smith@brightwater.example>
		To: Example Support <support@casemate.example>
		Subject: The printer on the second floor is gone
		Date: Mon, 23 Nov 2026 09:12:44 +0100
		Message-ID: <printer.1@brightwater.example>
		MIME-Version: 1.0
		Content-Type: text/plain; charset=utf-8

		Hello,

		since this morning nobody here can find the printer on the second
		floor.  Is that the new network?

		Anna
	END
	$casemate init >/dev/null
	$casemate org add "Brightwater Clinic"
	$casemate org add "Hillside Bakery"
	$casemate person add anna.smith@brightwater.example name="Anna Smith" role=customer \
		org="Brightwater Clinic"
	$casemate person add joe@hillside.example name="Joe Miller" role=customer \
		org="Hillside Bakery"
	$casemate person add sam@casemate.example name="Sam Lee" role=staff desk=support
	$casemate person add robin@casemate.example name="Robin Diaz" role=staff desk=support
	mv "$new" "$var"
}

[ -d "$var" ] || make_desk
casemate="$build/casemate -c $var/casemate.conf"

cat <<END
The desk support@casemate.example runs until Ctrl-C; all its files are below $var/.
Hand it a mail, from another terminal ($var/mail.eml is one; change it, or take your own):
    $casemate deliver -f anna.smith@brightwater.example support@casemate.example < $var/mail.eml
The answers are files in $var/mail-out/new: less $var/mail-out/new/*, or mutt -f $var/mail-out
The cases: $casemate case list, and case show SUP-1; staff answers: case reply SUP-1
END
exec $casemate run
