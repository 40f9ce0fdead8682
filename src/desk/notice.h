/*
 * A notice: what one person is told about one event.  The plan makes it; it is
 * rendered from templates and frozen into the outbox.
 */
#ifndef CM_DESK_NOTICE_H
#define CM_DESK_NOTICE_H

#include "desk/site.h"
#include "desk/subject.h"
#include "desk/template.h"
#include "mail/compose.h"

/** What happened; selects the words, as the subject's kind is not enough for them. */
typedef enum NoticeEvent {
	EVENT_OPENED,        /**< the case was opened (receipt; for staff: the opening mail) */
	EVENT_STATUS,        /**< the status changed */
	EVENT_ETA,           /**< set, changed or removed */
	EVENT_EMERGENCY,     /**< declared, or its status changed */
	EVENT_ESCALATION,    /**< staff: nobody has taken the emergency yet */
	EVENT_SILENCE,       /**< without an answer the case will go on by itself */
	EVENT_REMINDER,      /**< an answer is needed */
	EVENT_RATING,        /**< a rating is asked for once more */
	EVENT_DUE,           /**< staff: something promised is due soon */
	EVENT_LATE,          /**< staff: it was not kept */
	EVENT_COMMENT,       /**< a new public text */
	EVENT_CLASSIFIED,    /**< customer's side: staff has set priority or severity */
	EVENT_MERGED,        /**< the case goes on under another number */
	EVENT_SHARED,        /**< the recipient has come to follow the case: its history */
	EVENT_HANDED,        /**< partner: the case is the recipient's now: what is known of it */
	EVENT_TAKEN_BACK,    /**< partner: and no longer is */
	EVENT_RATED,         /**< staff: the reporter gave a bad rating, and no words */
	EVENT_COMMANDS_DONE, /**< the recipient's own commands were carried out */
	EVENT_PARTLY_DONE,   /**< something that the recipient's mail asks for wasn't done */
	EVENT_RETURNED,      /**< staff: a wrong command, so nothing was done */
	EVENT_OVERVIEW,      /**< how the case stands */
	EVENT_LIST,          /**< the cases that the recipient asked for */
	EVENT_HISTORY,       /**< what was said in it */
	EVENT_HELP,          /**< what the recipient can do by mail */
	EVENT_FORM,          /**< a form to fill in, or which forms there are */
	EVENT_REFUSED,       /**< who may open such a case, as the recipient may not */
	EVENT_MASKED,        /**< who has sent a secret: that it was masked */
	EVENT_CONFIRM,       /**< staff: is a mail really from the recipient? */
	EVENT_CONFIRM_LATE,  /**< staff: the answer to that came too late */
	EVENT_CONFIRM_OTHER, /**< staff: that was asked of somebody else */
	EVENT_WELCOME,       /**< the recipient has become a member of an organisation */
	EVENT_QUARANTINED,   /**< staff: a message could not be read */
	EVENT_HELD,          /**< staff: a message is held */
	EVENT_WEEKLY,        /**< staff: what the week brought, in figures */
	EVENT_INVITATION,    /**< staff: a customer proposes somebody for the organisation */
	EVENT_UNDELIVERED,   /**< staff: a notice could not be delivered */
	EVENT_CAPPED,        /**< staff: receipts are being left out */
	NOTICE_EVENTS,
} NoticeEvent;

/** One attribute that changed along with the event, for the body. */
typedef struct NoticeChange {
	char *label;          /**< "Priority" */
	char *from;           /**< "" if it was not set */
	char *to;             /**< "" if it was removed */
	char *meaning;        /**< what is called so, a sentence; NULL: that isn't said */
	gboolean is_request;  /**< a customer asks for it; nothing has changed yet */
	gboolean is_date;     /**< `from` and `to` are, as in subjects; spoken in a notice */
	gboolean names_staff; /**< `from` and `to` do; never in a notice that mustn't */
	gboolean is_staffs;   /**< nobody else is told */
	gboolean is_rating;   /**< nobody else is told but who rates, the reporter */
} NoticeChange;

/** What a notice says. Owned strings; "" where there is nothing to say. */
typedef struct Notice {
	SubjectKind subject; /**< which of the fixed subjects */
	NoticeEvent event;
	char *desk; /**< Desk.name */
	/* to whom */
	char *to_name;
	char *to_address;
	/** "reporter", "contact", "follower", "staff", "partner", "former partner"; "member" of an
	 *  organisation, about no case; "writer" of what is answered, who is no part of a case */
	char *to_role;
	char *language;    /**< of the words, "en"; "" for English */
	char *tracking_id; /**< the recipient's own; "" for staff notices without a case */
	char *endpoint; /**< the partner to whose endpoint it goes as an event; "": it is a mail */
	char *reply_extension; /**< of the address that answers go to; "": the tracking ID */
	/* the case */
	char *case_number;
	char *title; /**< what it is about; in the second table of subjects the rest of the line */
	char *type;  /**< CaseType.name, for X-Case-Type */
	char *type_title;
	char *customer;
	char *tier;     /**< of the customer's contract; for staff alone, as the team; "" */
	char *team;     /**< whose case it is; "" */
	char *partner;  /**< for staff: with whom it is; "" */
	char *external; /**< for staff: partners' numbers for it, "Vendor: VND-1182"; "" */
	Js *tickets;    /**< of the case in other trackers, as far as the recipient may see them:
			     objects of `key`, `state` in words or "", `link` or ""; NULL: none */
	char *status;
	char *status_meaning;
	char *priority;
	char *assignee;
	char *eta;          /**< as in the subject; "" if not set */
	char *eta_shown;    /**< the same in the recipient's time zone, with weekday and zone */
	char *calendar;     /**< the ETA as an event for calendars; "" if it hasn't changed */
	char *emergency;    /**< its status; "" if none */
	char *completeness; /**< for staff: "5 of 7 required fields"; "" if none is required */
	gboolean is_change_request;
	gboolean is_feedback; /**< in its status the customer says whether it is solved */
	gboolean asks_rating; /**< in its status the reporter is asked for a rating */
	gboolean is_final;    /**< its status is: only the reporter opens it again */
	/* the event */
	char *author; /**< who caused it, display name, else address; "" for the desk itself. Of
			   a mail held or quarantined: its sender; of a notice that could not be
			   delivered: its recipient */
	gboolean author_proven;
	gboolean by_reporter; /**< the author opened the case */
	char *writer;         /**< whose words `text` is, as the author's, if somebody else's; "" */
	gboolean writer_proven;
	gboolean is_writer;  /**< the recipient is who wrote it */
	char *note;          /**< for staff: what the author says to staff alone besides; "" */
	char *signature_why; /**< for staff: why the mail's signature proves nothing; "" */
	char *text;          /**< the new text; "" if none; over 64 KiB it is cut when rendered */
	gboolean is_sealed;  /**< the text came encrypted and is left out */
	gboolean is_shut;    /**< it came encrypted, and nobody could open it */
	guint lines_cut;     /**< lines of the mail that `text` leaves out */
	char *hint;          /**< for the writer: what was perhaps meant as a command; "" */
	char *reason;        /**< why, for EVENT_HELD and the like */
	GPtrArray *changes;  /**< NoticeChange* */
	Js *data;            /**< what only the templates of this event use; NULL: nothing */
	GPtrArray *parts;    /**< DraftPart*, attachments to relay */
	GPtrArray *named;    /**< DraftPart*, attachments that are only named: too big */
	GPtrArray *withheld; /**< DraftPart*, also only named: private keys */
	gboolean is_masked;  /**< secrets in the mail that caused it were masked */
	gboolean masks_forward; /**< some in what its writer forwards, for somebody else: both are
				     told */
	/* threading */
	char *in_reply_to;     /**< without <>; "" if none */
	GPtrArray *references; /**< char*, root first */
	gboolean is_answer;    /**< caused by the recipient's own mail: auto-replied */
	gboolean is_human;     /**< a relayed comment: no Auto-Submitted */
	gboolean is_apart;     /**< it belongs to no case, whatever else the event did */
	gboolean is_note;      /**< `text` is for staff alone */
} Notice;

/** "opened", "status", ...: its templates, in JSON and explained. */
const char *notice_event_name(NoticeEvent event);

Notice *notice_new(void);
void notice_free(Notice *notice);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Notice, notice_free)
/** (transfer full) */
DraftPart *draft_part_copy(const DraftPart *part);
void notice_change_free(NoticeChange *change);

/** As JSON and back, for notices that are queued in steps; PERM for what is no notice.
 *  (transfer full) */
Js *notice_to_js(const Notice *notice);
Notice *notice_from_js(const Js *js, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** Chance for one message: Message-ID, boundaries and the envelope token come from it. */
#define NOTICE_TOKEN_LENGTH 26

/** A notice ready for the outbox. */
typedef struct Rendered {
	Frame *frame;
	char *envelope_sender; /**< desk address with "b.TOKEN" as extension */
	char *message_id;      /**< without <> */
	char *subject;
} Rendered;

/**
 * Renders a notice: subject from the table, header fields, both bodies from the
 * templates, frozen. `token` is 26 characters, unique and unguessable. Pure: same
 * arguments, same bytes. Never fails: a broken template gives way to the built-in
 * words of the subject line and the text. (transfer full)
 */
Rendered *notice_render(const Notice *notice, const Site *site, const Templates *templates,
			const char *token, gint64 now_ms);
void rendered_free(Rendered *rendered);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Rendered, rendered_free)

#endif
