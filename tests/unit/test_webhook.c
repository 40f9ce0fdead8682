/*
 * Webhooks: who has signed an event, and where one may be posted.
 */
#include "wire/nets.h"
#include "wire/webhook.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#define SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define OTHER  "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
#define ID     "msg_p5jXN8AQM9LWM0D4loKWxJek"
#define TIME_S 1614265330
#define BODY   "{\"test\": 2432232314}"
#define GOOD   "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

/* That of the specification, and what differs from it in one thing. */
static const struct {
	const char *secrets;
	const char *id;
	gint64 time_s;
	const char *body;
	const char *signatures;
	gboolean is_good;
} signed_events[] = {
	{SECRET, ID, TIME_S, BODY, GOOD, TRUE},
	{SECRET "\n", ID, TIME_S, BODY, "v1,AAAA " GOOD, TRUE},
	{SECRET, ID, TIME_S, BODY,
	 "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/"
	 "enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg== " GOOD,
	 TRUE},
	{OTHER "\n# the old one:\n\n" SECRET, ID, TIME_S, BODY, GOOD, TRUE},
	{OTHER, ID, TIME_S, BODY, GOOD, FALSE},
	{SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJel", TIME_S, BODY, GOOD, FALSE},
	{SECRET, ID, TIME_S + 1, BODY, GOOD, FALSE},
	{SECRET, ID, TIME_S, "{\"test\":2432232314}", GOOD, FALSE},
	{SECRET, ID, TIME_S, "", GOOD, FALSE},
	{SECRET, ID, TIME_S, BODY, "", FALSE},
	{SECRET, ID, TIME_S, BODY, "v1,", FALSE},
	{SECRET, ID, TIME_S, BODY, "v1", FALSE},
	{SECRET, ID, TIME_S, BODY, "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", FALSE},
	{SECRET, ID, TIME_S, BODY, "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", FALSE},
	{SECRET, ID, TIME_S, BODY, "V1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", FALSE},
	{SECRET, ID, TIME_S, BODY, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF=", FALSE},
	{SECRET, ID, TIME_S, BODY, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1O==", FALSE},
	{SECRET, ID, TIME_S, BODY, "v1,g0hM9SsE+OTPJTGt", FALSE},
	{SECRET, ID, TIME_S, BODY, "v1,*g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", FALSE},
};

static void
test_signatures(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(signed_events); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(WebhookKeys) keys = webhook_keys_read(signed_events[i].secrets, &error);
		const char *text = signed_events[i].body;
		g_autoptr(GBytes) body = g_bytes_new_static(text, strlen(text));
		g_assert_no_error(error);
		g_assert_cmpint(webhook_keys_verify(keys, signed_events[i].id,
						    signed_events[i].time_s, body,
						    signed_events[i].signatures),
				==, signed_events[i].is_good);
	}
}

static void
test_signing(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GBytes) body = g_bytes_new_static(BODY, strlen(BODY));
	g_autoptr(WebhookKeys) one = webhook_keys_read(SECRET, &error);
	g_autoptr(WebhookKeys) two = webhook_keys_read(OTHER "\r\n" SECRET "\r\n", &error);
	g_assert_no_error(error);
	g_autofree char *by_one = webhook_keys_sign(one, ID, TIME_S, body);
	g_autofree char *by_two = webhook_keys_sign(two, ID, TIME_S, body);
	g_assert_cmpstr(by_one, ==, GOOD);
	g_assert_true(g_str_has_prefix(by_two, "v1,"));
	g_assert_true(g_str_has_suffix(by_two, " " GOOD));
	g_assert_true(webhook_keys_verify(one, ID, TIME_S, body, by_two));
}

/* What is said of a file of secrets never holds one. */
static void
test_secrets(void)
{
	static const struct {
		const char *text;
		const char *fault;
	} table[] = {
		{"", "there is no webhook secret in it"},
		{"# none\n", "there is no webhook secret in it"},
		{"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
		 "line 1 is no webhook secret: one begins with \"whsec_\""},
		{SECRET "\nwhsec_MfKQ9r8GKYqrTwj?", "line 2: what follows \"whsec_\" is no base64"},
		{"whsec_c2hvcnQ=", "line 1: the secret has 5 bytes; 24 to 64 are wanted"},
		{"whsec_", "line 1: the secret has 0 bytes; 24 to 64 are wanted"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(WebhookKeys) keys = webhook_keys_read(table[i].text, &error);
		g_assert_null(keys);
		g_assert_cmpstr(error->message, ==, table[i].fault);
	}
}

static gboolean
may_be_reached(const char *text, const GArray *nets)
{
	struct sockaddr_in four = {.sin_family = AF_INET};
	struct sockaddr_in6 six = {.sin6_family = AF_INET6};
	if (inet_pton(AF_INET, text, &four.sin_addr) == 1)
		return net_may_be_reached((struct sockaddr *)&four, nets);
	g_assert_cmpint(inet_pton(AF_INET6, text, &six.sin6_addr), ==, 1);
	return net_may_be_reached((struct sockaddr *)&six, nets);
}

static void
test_addresses(void)
{
	static const struct {
		const char *address;
		gboolean is_public;
	} table[] = {
		{"9.9.9.9", TRUE},
		{"172.15.255.255", TRUE},
		{"172.32.0.1", TRUE},
		{"100.63.255.255", TRUE},
		{"100.128.0.1", TRUE},
		{"2620:fe::fe", TRUE},
		{"::ffff:9.9.9.9", TRUE},
		{"64:ff9b::909:909", TRUE},
		{"2002:909:909::1", TRUE},
		{"0.0.0.0", FALSE},
		{"127.0.0.1", FALSE},
		{"127.255.1.2", FALSE},
		{"10.0.0.1", FALSE},
		{"172.16.0.1", FALSE},
		{"172.31.255.255", FALSE},
		{"192.168.1.1", FALSE},
		{"169.254.169.254", FALSE},
		{"100.64.0.1", FALSE},
		{"100.127.255.255", FALSE},
		{"192.0.0.8", FALSE},
		{"198.18.0.1", FALSE},
		{"224.0.0.1", FALSE},
		{"255.255.255.255", FALSE},
		{"::", FALSE},
		{"::1", FALSE},
		{"::127.0.0.1", FALSE},
		{"::ffff:127.0.0.1", FALSE},
		{"::ffff:10.1.2.3", FALSE},
		{"::ffff:169.254.169.254", FALSE},
		{"::ffff:0:10.1.2.3", FALSE},
		{"64:ff9b::a01:203", FALSE},
		{"64:ff9b:1::7f00:1", FALSE},
		{"2002:7f00:1::1", FALSE},
		{"2002:c0a8:101::1", FALSE},
		{"fe80::1", FALSE},
		{"fec0::1", FALSE},
		{"fc00::1", FALSE},
		{"fdff::1", FALSE},
		{"ff02::1", FALSE},
		{"2001:db8::1", FALSE},
		{"2001::1", FALSE},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
		g_test_message("%s", table[i].address);
		g_assert_cmpint(may_be_reached(table[i].address, NULL), ==, table[i].is_public);
	}
}

static void
test_nets(void)
{
	static const char *const written[] = {"10.1.0.0/16", "fd00:1::/32", "192.168.7.7"};
	static const char *const wrong[] = {
		"10.1.0.0/33", "10.1/16",     "fd00::/129",  "",
		"10.1.0.0/",   "10.1.0.0/-1", "example.org", "10.1.0.0/16/3"};
	g_autoptr(GArray) nets = g_array_new(FALSE, FALSE, sizeof(Net));
	g_autoptr(GError) error = NULL;
	for (gsize i = 0; i < G_N_ELEMENTS(written); i++) {
		Net net;
		g_assert_true(net_read(written[i], &net, &error));
		g_array_append_val(nets, net);
	}
	g_assert_true(may_be_reached("10.1.255.255", nets));
	g_assert_true(may_be_reached("::ffff:10.1.2.3", nets));
	g_assert_true(may_be_reached("fd00:1:ffff::1", nets));
	g_assert_true(may_be_reached("192.168.7.7", nets));
	g_assert_true(may_be_reached("9.9.9.9", nets));
	g_assert_false(may_be_reached("10.2.0.1", nets));
	g_assert_false(may_be_reached("fd00:2::1", nets));
	g_assert_false(may_be_reached("192.168.7.8", nets));
	for (gsize i = 0; i < G_N_ELEMENTS(wrong); i++) {
		Net net;
		g_clear_error(&error);
		g_assert_false(net_read(wrong[i], &net, &error));
		g_assert_nonnull(error);
	}
}

static void
test_urls(void)
{
	static const struct {
		const char *url;
		gboolean allows_http;
		const char *fault; /* NULL: fit */
	} table[] = {
		{"https://acme.test/hook?x=1", FALSE, NULL},
		{"https://acme.test:8443/", FALSE, NULL},
		{"http://127.0.0.1:8080/hook", TRUE, NULL},
		{"http://[::1]:8080/hook", TRUE, NULL},
		{"http://acme.test/hook", TRUE, "is reached by https, not by http"},
		{"http://127.0.0.1/hook", FALSE, "is reached by https, not by http"},
		{"https://user:word@acme.test/", FALSE, "no user and no password"},
		{"ftp://acme.test/", FALSE, "begins with \"https://\""},
		{"file:///etc/passwd", FALSE, "no URL of an endpoint"},
		{"acme.test", FALSE, "no URL of an endpoint"},
		{"", FALSE, "no URL of an endpoint"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(table); i++) {
		const WebhookLimits limits = {.allows_http = table[i].allows_http};
		g_autoptr(GError) error = NULL;
		g_test_message("%s", table[i].url);
		g_assert_cmpint(webhook_url_check(table[i].url, &limits, &error), ==,
				table[i].fault == NULL);
		if (table[i].fault)
			g_assert_nonnull(strstr(error->message, table[i].fault));
	}
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/webhook/signatures", test_signatures);
	g_test_add_func("/webhook/signing", test_signing);
	g_test_add_func("/webhook/secrets", test_secrets);
	g_test_add_func("/webhook/addresses", test_addresses);
	g_test_add_func("/webhook/nets", test_nets);
	g_test_add_func("/webhook/urls", test_urls);
	return g_test_run();
}
