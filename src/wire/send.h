/*
 * The ways out: what a message is on its way, what can become of it, and the settings
 * of the three carriers (SMTP, the sendmail command, a Maildir).  A carrier blocks while
 * it sends; the sender gives each a thread.
 */
#ifndef CM_WIRE_SEND_H
#define CM_WIRE_SEND_H

#include <glib.h>

typedef enum SendOutcome {
	SEND_SENT,    /**< the other side has it */
	SEND_TEMP,    /**< refused for now (4yz), or broken off before it was whole */
	SEND_PERM,    /**< refused for good (5yz) */
	SEND_UNKNOWN, /**< handed over whole, and no answer */
	SEND_DOWN,    /**< the relay could not be used at all: says nothing about the message */
	SEND_STOPPED, /**< told to stop before it was handed over whole */
} SendOutcome;

typedef struct SendResult {
	SendOutcome outcome;
	char *answer;     /**< the other side's words, or what went wrong; any bytes, not NULL */
	gint64 again_s;   /**< of a webhook: not to be tried again before; 0: nothing is said */
	gboolean is_gone; /**< the same: its endpoint takes none any more */
} SendResult;

void send_result_clear(SendResult *result);

/** A message on its way; borrowed for the call. */
typedef struct Letter {
	const char *token;     /**< unique; names the file in a Maildir */
	const char *sender;    /**< envelope; "" is the null sender */
	const char *recipient; /**< envelope */
	GBytes *bytes;         /**< CR LF line ends; NULL: they are in `fd` */
	int fd;                /**< read by position, from 0; not closed */
	gint64 size_bytes;
} Letter;

/** Bytes from `offset` on, at most `size`; 0 at the end, -1 if they can't be read. */
gssize letter_read(const Letter *letter, gint64 offset, char *buffer, gsize size);

/** Writes all of it to a file; FALSE with errno. */
G_GNUC_WARN_UNUSED_RESULT gboolean send_write_all(int fd, const char *bytes, gsize length);

/** Whether the address can stand in an SMTP command or an argument: no control
 *  characters or angle brackets, not a hyphen first, not too long. "" can't. */
gboolean address_is_sendable(const char *address);

/** A way out for one message at a time. Not for two threads at once. */
typedef struct Carrier Carrier;
struct Carrier {
	/** Sends; the result is the caller's to clear. */
	void (*send)(Carrier *carrier, const Letter *letter, SendResult *result_out);
	/** There was nothing to do for a while: let go of what is open. */
	void (*rest)(Carrier *carrier);
	void (*free)(Carrier *carrier);
};

/** Which of the three. */
typedef enum SendVia { SEND_VIA_SMTP, SEND_VIA_SENDMAIL, SEND_VIA_MAILDIR } SendVia;

typedef enum RelayTls {
	RELAY_TLS_REQUIRED, /**< STARTTLS, or nothing is sent */
	RELAY_TLS_OPTIONAL, /**< STARTTLS where offered; required if there is a password to send */
	RELAY_TLS_NEVER,    /**< in clear: for a relay on this machine */
	RELAY_TLS_IMPLICIT, /**< TLS from the first byte (RFC 8314) */
} RelayTls;

typedef enum RelayAuth {
	RELAY_AUTH_NONE,
	RELAY_AUTH_ANY, /**< with the password, the best way the relay offers */
	RELAY_AUTH_PLAIN,
	RELAY_AUTH_LOGIN,
	RELAY_AUTH_XOAUTH2,
} RelayAuth;

#define RELAY_CONNECTIONS_DEFAULT       2
#define RELAY_CONNECT_TIMEOUT_S_DEFAULT 30
/* RFC 5321 4.5.3.2 has 5 minutes for most replies, 10 for the one after the message. */
#define RELAY_ANSWER_TIMEOUT_S_DEFAULT 600

/** A mail server that takes our mail. Strings are NULL where not set. */
typedef struct SendRelay {
	char *host; /**< name or address; what its certificate must say */
	guint port; /**< 0: 25, 465 for implicit TLS */
	RelayTls tls;
	char *ca_file; /**< PEM; NULL: the system's authorities */
	char *helo;    /**< our name; NULL: the machine's */
	RelayAuth auth;
	char *user;
	char *password_file;     /**< its first line; read anew before each message */
	char *token_file;        /**< XOAUTH2; the same */
	char *token_command;     /**< XOAUTH2; run without a shell, prints the token */
	char **sender_domains;   /**< serves these alone; NULL: any sender */
	guint connections;       /**< at a time; 0: the default */
	guint connect_timeout_s; /**< 0: the default */
	guint answer_timeout_s;  /**< 0: the default */
} SendRelay;

void send_relay_free(SendRelay *relay);

/** "host:port", for logs and reports. (transfer full) */
char *send_relay_name(const SendRelay *relay);
/** The port, the default where none is set. */
guint send_relay_port(const SendRelay *relay);

/** The section `send` of the configuration. Emptied by send_options_clear(). */
typedef struct SendOptions {
	SendVia via;
	GPtrArray *relays;   /**< SendRelay*, in the order in which they are tried */
	char *sendmail_path; /**< NULL: /usr/sbin/sendmail */
	char *maildir;       /**< folder; made if missing */
} SendOptions;

void send_options_clear(SendOptions *options);

/*
 * The carriers.  Each lets go soon after `*stop` (nullable; read atomically) is no longer 0.
 * All are made and freed by one thread, and may be used by another.
 */

/** A connection to one relay, kept open between messages; the relay's settings must outlive
 *  it. Certificate and host name are always checked. (transfer full) */
Carrier *smtp_carrier_new(const SendRelay *relay, const gint *stop);
/** Whether the relay is there, its certificate good, and our login taken: as for a message,
 *  but ends before it. Takes at most `timeout_s`. */
G_GNUC_WARN_UNUSED_RESULT gboolean smtp_relay_check(const SendRelay *relay, guint timeout_s,
						    GError **error);
/** Runs PATH -i -f SENDER -- RECIPIENT for each message; NULL: /usr/sbin/sendmail.
 *  (transfer full) */
Carrier *sendmail_carrier_new(const char *path, const gint *stop);
/** A folder; nothing is added to the messages. (transfer full) */
Carrier *maildir_carrier_new(const char *folder);

#endif
