/*
 * Secrets in texts: what is masked, in which spellings, and what of ordinary mail stays as it is.
 * The secrets are made up; card numbers are those that the issuers give out for tests.
 */
#include "secret_rows_for_tests.h"
#include "secrets_for_tests.h"
#include "tables_for_tests.h"

#include "desk/trackid.h"

#include <string.h>

/* A key of nobody. */
#define KEY_LINE "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj"
/* Tokens are put together, so that nobody who looks for real ones finds these. */
#define LONG "0123456789abcdefABCDEF0123456789abcdef"

static const SecretRow cards[] = {
	{"Card: 4111111111111111", "Card: [card number ending 1111 removed]"},
	{"My number is 4111 1111 1111 1111, valid 12/27.",
	 "My number is [card number ending 1111 removed], valid 12/27."},
	{"4111-1111-1111-1111", "[card number ending 1111 removed]"},
	{"4111\u00a01111\u00a01111\u00a01111", "[card number ending 1111 removed]"},
	{"4111\u202f1111\u202f1111\u202f1111", "[card number ending 1111 removed]"},
	{"pay with 4111 1111\n1111 1111 please",
	 "pay with [card number ending 1111 removed] please"},
	{"> pay with 4111 1111 1111\n> 1111 please",
	 "> pay with [card number ending 1111 removed] please"},
	{"4111-1111-\n1111-1111", "[card number ending 1111 removed]"},
	{"4111.1111.1111.1111", "[card number ending 1111 removed]"},
	{"4111  1111  1111  1111", "[card number ending 1111 removed]"},
	{"5555 5555 5555 4444", "[card number ending 4444 removed]"},
	{"5105105105105100", "[card number ending 5100 removed]"},
	{"2223003122003222", "[card number ending 3222 removed]"},
	{"Amex 3782 822463 10005", "Amex [card number ending 0005 removed]"},
	{"371449635398431", "[card number ending 8431 removed]"},
	{"3056 930902 5904", "[card number ending 5904 removed]"},
	{"6011 1111 1111 1117", "[card number ending 1117 removed]"},
	{"3530 1113 3330 0000", "[card number ending 0000 removed]"},
	{"6200 0000 0000 0005", "[card number ending 0005 removed]"},
	{"2200 0000 0000 0004", "[card number ending 0004 removed]"},
	{"６カード番号：４１１１ １１１１ １１１１ １１１１",
	 "６カード番号：[card number ending 1111 removed]"},
	{"4111 1111 1111 1111 12/27 123", "[card number ending 1111 removed] 12/27 123"},
	{"4111 1111 1111 1111 0127 and 5555555555554444",
	 "[card number ending 1111 removed] 0127 and [card number ending 4444 removed]"},
	{"my order was paid with 4111 1111 1111 1111",
	 "my order was paid with [card number ending 1111 removed]"},
	{"old Visa 4222222222222", "old Visa [card number ending 2222 removed]"},
	{"Order: 4111 1111 1111 1111, paid with Visa",
	 "Order: [card number ending 1111 removed], paid with Visa"},
	{"4111111111111111,12/27,123", "[card number ending 1111 removed],12/27,123"},
	{"card 4111 1111 1111 1111.txt", "card [card number ending 1111 removed].txt"},
	{"4111111111111111.txt", "[card number ending 1111 removed].txt"},
	{"4111111111111111.PDF", "[card number ending 1111 removed].PDF"},
	{"4111111111111111.tar.gz", "[card number ending 1111 removed].tar.gz"},
	{"4111111111111111.7z", "[card number ending 1111 removed].7z"},
	{"visa 5555 5555 5555 4444.pdf", "visa [card number ending 4444 removed].pdf"},
	{"see 4111111111111111.txt and file 4111111111111111-scan.pdf",
	 "see [card number ending 1111 removed].txt and file "
	 "[card number ending 1111 removed]-scan.pdf"},
	{"it is in 4111111111111111_scan.pdf.",
	 "it is in [card number ending 1111 removed]_scan.pdf."},
	{"4111111111111111-front side.jpeg", "[card number ending 1111 removed]-front side.jpeg"},
	{"(4111111111111111-2.png), 4111111111111111.txtを",
	 "([card number ending 1111 removed]-2.png), [card number ending 1111 removed].txtを"},
	{"(4111111111111111)", "([card number ending 1111 removed])"},
	{"card=4111111111111111;exp=1227", "card=[card number ending 1111 removed];exp=1227"},
	{"Zahlung mit Karte Nr. 4111 1111 1111 1111.",
	 "Zahlung mit Karte Nr. [card number ending 1111 removed]."},
};

static const SecretRow keys[] = {
	{"Here:\n-----BEGIN PRIVATE KEY-----\n" KEY_LINE "\n" KEY_LINE
	 "\nabc=\n-----END PRIVATE KEY-----\nThanks",
	 "Here:\n[private key removed]\nThanks"},
	{"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES,00\n\n" KEY_LINE
	 "\n-----END RSA PRIVATE KEY-----",
	 "[private key removed]"},
	{"-----BEGIN OPENSSH PRIVATE KEY-----\n" KEY_LINE "\n-----END OPENSSH PRIVATE KEY-----\n",
	 "[private key removed]\n"},
	{"-----BEGIN EC PRIVATE KEY-----\n" KEY_LINE "\n" KEY_LINE "\n\nThanks\n#done",
	 "[private key removed]\n\nThanks\n#done"},
	{"> -----BEGIN PRIVATE KEY-----\n> " KEY_LINE "\n> " KEY_LINE
	 "\n> -----END PRIVATE KEY-----\n> more",
	 "> [private key removed]\n> more"},
	{"\u2014\u2013BEGIN PRIVATE KEY\u2014\u2013\n" KEY_LINE
	 "\n\u2014\u2013END PRIVATE KEY\u2014\u2013\nok",
	 "[private key removed]\nok"},
	{"\"key\": \"-----BEGIN PRIVATE KEY-----\\n" KEY_LINE "\\n-----END PRIVATE KEY-----\\n\",",
	 "\"key\": \"[private key removed]\\n\","},
	{"-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\n" KEY_LINE
	 "\n=njUN\n-----END PGP PRIVATE KEY BLOCK-----",
	 "[private key removed]"},
	{"---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nComment: \"x\"\n" KEY_LINE
	 "\n---- END SSH2 ENCRYPTED PRIVATE KEY ----",
	 "[private key removed]"},
	{"-----BEGIN PRIVATE KEY-----\n" KEY_LINE "\n(some lines left out)\n" KEY_LINE
	 "\n-----END PRIVATE KEY-----\nok",
	 "[private key removed]\nok"},
	{"PuTTY-User-Key-File-2: ssh-rsa\nEncryption: none\nComment: me\nPublic-Lines: 1\n" KEY_LINE
	 "\nPrivate-Lines: 1\n" KEY_LINE "\nPrivate-MAC: 0123456789abcdef\nThanks",
	 "[private key removed]\nThanks"},
};

static const SecretRow tokens[] = {
	{"key AKIA"
	 "IOSFODNN7EXAMPLE here",
	 "key [access token removed] here"},
	{"ASIA"
	 "IOSFODNN7EXAMPLE",
	 "[access token removed]"},
	{"ghp_" LONG, "[access token removed]"},
	{"gho_" LONG ", ghs_" LONG, "[access token removed], [access token removed]"},
	{"github_pat_" LONG "_" LONG, "[access token removed]"},
	{"(glpat-"
	 "x1234567890abcdefghij)",
	 "([access token removed])"},
	{"xoxb-"
	 "123456789012-abcdefABCDEF",
	 "[access token removed]"},
	{"xoxp-"
	 "1234-5678-" LONG,
	 "[access token removed]"},
	{"https://hooks.slack.com/services/"
	 "T00000000/B00000000/0123456789abcdefABCDEFGH",
	 "https://[access token removed]"},
	{"sk_live_" LONG, "[access token removed]"},
	{"rk_live_" LONG ".", "[access token removed]."},
	{"whsec_" LONG, "[access token removed]"},
	{"AIza"
	 "SyA01234567890123456789012345678901",
	 "[access token removed]"},
	{"SG."
	 "abcdefghijklmnop1234.abcdefghijklmnopqrstuvwx",
	 "[access token removed]"},
	{"npm_" LONG, "[access token removed]"},
	{"pypi-" LONG LONG, "[access token removed]"},
	{"SK"
	 "0123456789abcdef0123456789abcdef",
	 "[access token removed]"},
	{"eyJ"
	 "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P",
	 "[access token removed]"},
	{"Authorization: Bearer abcdef0123456789abcdef",
	 "Authorization: Bearer [access token removed]"},
	{"curl -H 'Authorization: Basic YW5uYTpodW50ZXIy' https://x.test",
	 "curl -H 'Authorization: Basic [access token removed]' https://x.test"},
	{"aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
	 "aws_secret_access_key = [access token removed]"},
	{"API key: 550e8400-e29b-41d4-a716-446655440000", "API key: [access token removed]"},
	{"\"client_secret\": \"abcDEF123456ghiJKL\",",
	 "\"client_secret\": \"[access token removed]\","},
	{"X-Api-Key: 0123456789abcdef0123", "X-Api-Key: [access token removed]"},
	{"PrivateKey = yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=",
	 "PrivateKey = [access token removed]"},
	{"https://anna:hunter2@git.example.org/x.git",
	 "https://anna:[password removed]@git.example.org/x.git"},
	{"postgres://app:S3cr3t!@db:5432/app", "postgres://app:[password removed]@db:5432/app"},
};

static const SecretRow passwords[] = {
	{"password: hunter2", "password: [password removed]"},
	{"Password: hunter", "Password: [password removed]"},
	{"PASSWORD : Tr0ub4dor&3", "PASSWORD : [password removed]"},
	{"User: anna\nPassword: hunter2\nThanks",
	 "User: anna\nPassword: [password removed]\nThanks"},
	{"> password: hunter2", "> password: [password removed]"},
	{"* Password: hunter2", "* Password: [password removed]"},
	{"**Password:** hunter2", "**Password:** [password removed]"},
	{"Login anna, password: hunter2.", "Login anna, password: [password removed]."},
	{"password=hunter2", "password=[password removed]"},
	{"DB_PASSWORD=hunter2", "DB_PASSWORD=[password removed]"},
	{"dbPassword = \"hunter 2\"", "dbPassword = \"[password removed]\""},
	{"\"password\": \"hunter2\",", "\"password\": \"[password removed]\","},
	{"'password' => 'hunter2',", "'password' => '[password removed]',"},
	{"<password>hunter2</password>", "<password>[password removed]</password>"},
	{"mysql --password hunter2 shop", "mysql --password [password removed] shop"},
	{"mysql --password=hunter2 shop", "mysql --password=[password removed] shop"},
	{"https://x.test/login?user=anna&password=hunter2&next=1",
	 "https://x.test/login?user=anna&password=[password removed]&next=1"},
	{"Server=db;Password=hunter2;Port=1", "Server=db;Password=[password removed];Port=1"},
	{"Password (temporary): hunter2", "Password (temporary): [password removed]"},
	{"password: hunter2 (please delete)", "password: [password removed] (please delete)"},
	{"password: Hunter2! and the user is anna",
	 "password: [password removed] and the user is anna"},
	{"user: anna / password: hunter / port: 22",
	 "user: anna / password: [password removed] / port: 22"},
	{"Password:\nHunter2x\nThanks", "Password:\n[password removed]\nThanks"},
	{"| Password | Hunter2x |", "| Password | [password removed] |"},
	{"pw: Hunter2x", "pw: [password removed]"},
	{"pwd=Hunter2x", "pwd=[password removed]"},
	{"Passphrase: correct horse battery staple", "Passphrase: [password removed]"},
	{"Passwort: Sommer2024", "Passwort: [password removed]"},
	{"Kundenpasswort: geheim", "Kundenpasswort: [password removed]"},
	{"Kennwort（neu）： geheim77", "Kennwort（neu）： [password removed]"},
	{"Kennwort: geheim", "Kennwort: [password removed]"},
	{"Contraseña: secreta", "Contraseña: [password removed]"},
	{"CONTRASEÑA: Secreta1", "CONTRASEÑA: [password removed]"},
	{"Mot de passe : azerty", "Mot de passe : [password removed]"},
	{"Mot de passe\u00a0: azerty", "Mot de passe\u00a0: [password removed]"},
	{"mot de passe : « azerty »", "mot de passe : « [password removed] »"},
	{"パスワード：hunter2", "パスワード：[password removed]"},
	{"パスワード: hunter2です", "パスワード: [password removed]です"},
	{"Пароль: привет123", "Пароль: [password removed]"},
	{"ПАРОЛЬ - x\nпароль: тайна", "ПАРОЛЬ - x\nпароль: [password removed]"},
};

/* In the middle of a sentence. */
static const SecretRow said[] = {
	{"my password is hunter2", "my password is [password removed]"},
	{"The password for anna is Hunter2x.", "The password for anna is [password removed]."},
	{"My password is now Tr0ub4dor&3", "My password is now [password removed]"},
	{"The Wi-Fi password is: Sommer!2024", "The Wi-Fi password is: [password removed]"},
	{"the password for the admin page is “Xk7#pq”",
	 "the password for the admin page is “[password removed]”"},
	{"my password was kJhGtRs, please change it",
	 "my password was [password removed], please change it"},
	{"Her password is qWeRtZuI.", "Her password is [password removed]."},
	{"the password of the router is 48151623",
	 "the password of the router is [password removed]"},
	{"password is *hunter2*", "password is *[password removed]*"},
	{"My long password\nis hunter2, thanks", "My long password\nis [password removed], thanks"},
	{"the passcode is 993417", "the passcode is [password removed]"},
	{"My PIN is 1234.", "My PIN is [password removed]."},
	{"PIN 1234", "PIN [password removed]"},
	{"PIN: 1234", "PIN: [password removed]"},
	{"pin: 1234", "pin: [password removed]"},
	{"the card's PIN 483920, please keep it",
	 "the card's PIN [password removed], please keep it"},
	{"PUK 12345678", "PUK [password removed]"},
	{"My API key is abcdef0123456789abcd", "My API key is [access token removed]"},
	{"mein Kennwort lautet geheim7", "mein Kennwort lautet [password removed]"},
	{"Mein Passwort ist Sommer2024.", "Mein Passwort ist [password removed]."},
	{"Das Passwort für Anna ist Xy!zAb", "Das Passwort für Anna ist [password removed]"},
	{"Das Passwort des Routers lautet jetzt 9f8e7d",
	 "Das Passwort des Routers lautet jetzt [password removed]"},
	{"Das Kennwort von Frau Koch war „Katze99“.",
	 "Das Kennwort von Frau Koch war „[password removed]“."},
	{"Das Passwort heißt geh3im", "Das Passwort heißt [password removed]"},
	{"Meine PIN lautet 4711", "Meine PIN lautet [password removed]"},
	{"PIN-Nummer: 4711", "PIN-Nummer: [password removed]"},
	{"Die PIN der Karte ist 0815.", "Die PIN der Karte ist [password removed]."},
	{"mi contraseña es gato77", "mi contraseña es [password removed]"},
	{"La contraseña de Ana es Sol#2024", "La contraseña de Ana es [password removed]"},
	{"La contraseña para el correo es ahora abc123",
	 "La contraseña para el correo es ahora [password removed]"},
	{"Mi PIN es 9876", "Mi PIN es [password removed]"},
	{"código PIN 9876", "código PIN [password removed]"},
	{"mon mot de passe est soleil12", "mon mot de passe est [password removed]"},
	{"Le mot de passe d’Anna est « Lune!9 »",
	 "Le mot de passe d’Anna est « [password removed] »"},
	{"Le mot de passe pour le site est maintenant Az3rty",
	 "Le mot de passe pour le site est maintenant [password removed]"},
	{"mon code PIN est 2468", "mon code PIN est [password removed]"},
	{"Code PIN : 2468", "Code PIN : [password removed]"},
	{"мой пароль — привет12", "мой пароль — [password removed]"},
	{"Пароль от почты: Zima2024", "Пароль от почты: [password removed]"},
	{"пароль для Анны это снег77", "пароль для Анны это [password removed]"},
	{"Мой пароль теперь qwe123", "Мой пароль теперь [password removed]"},
	{"ПИН-код 1357", "ПИН-код [password removed]"},
	{"пин-код: 1357", "пин-код: [password removed]"},
	{"パスワードはhunter2です", "パスワードは[password removed]です"},
	{"私のパスワードは、 Sakura99 です。", "私のパスワードは、 [password removed] です。"},
	{"アンナのパスワードは「Neko!5x」です", "アンナのパスワードは「[password removed]」です"},
	{"暗証番号は1234です", "暗証番号は[password removed]です"},
	{"PINは4321です", "PINは[password removed]です"},
	{"PIN番号：4321", "PIN番号：[password removed]"},
};

/* About passwords, in the words of the same sentences. */
static const SecretRow unsaid[] = {
	{"my password is wrong", NULL},
	{"the password is not accepted", NULL},
	{"The password is too short, it says.", NULL},
	{"My password is still valid", NULL},
	{"Is the password case-sensitive?", NULL},
	{"My password is the one you sent me.", NULL},
	{"the password for anna is unknown", NULL},
	{"the password is 8 characters long", NULL},
	{"The password is 90-day old", NULL},
	{"Your password is about to expire in 14 days", NULL},
	{"the password is at least 12 characters", NULL},
	{"The password was reset at 10:30am", NULL},
	{"the password was changed on 2026-11-22", NULL},
	{"my password is in LastPass", NULL},
	{"the password is in ticket SUP-1494", NULL},
	{"my password is really?!", NULL},
	{"the password is and/or was wrong", NULL},
	{"I changed the password but the order number is AB12345", NULL},
	{"Password reset says error 0x80070005", NULL},
	{"the password field is broken since v2.3.1", NULL},
	{"The password for anna@customer.test is wrong", NULL},
	{"The password is anna@customer.test's", NULL},
	{"the password was 2024 days old", NULL},
	{"PIN 12 of the connector is bent", NULL},
	{"the PIN is wrong", NULL},
	{"the PIN of order 4711 is missing", NULL},
	{"a pin 1234 of the board", NULL},
	{"PINs 1234", NULL},
	{"spin: 1234", NULL},
	{"my PIN is 4 digits", NULL},
	{"pin 2026-11-22", NULL},
	{"the password manager is KeePass", NULL},
	{"Passwort ist abgelaufen", NULL},
	{"Mein Kennwort lautet anders als gestern", NULL},
	{"Das Passwort ist 8-stellig", NULL},
	{"Das Passwort für Anna ist falsch", NULL},
	{"Das Passwort muss 12 Zeichen haben", NULL},
	{"Passwort ist seit 3 Wochen gesperrt", NULL},
	{"Die PIN ist 4-stellig", NULL},
	{"Mein Passwort ist weg!", NULL},
	{"Das Passwort war von 2023", NULL},
	{"mi contraseña es incorrecta", NULL},
	{"La contraseña de Ana es la misma", NULL},
	{"La contraseña es demasiado corta", NULL},
	{"Mi contraseña ya no funciona", NULL},
	{"el PIN es incorrecto", NULL},
	{"le mot de passe est oublié", NULL},
	{"Le mot de passe d’Anna est erroné", NULL},
	{"Mon mot de passe est toujours refusé", NULL},
	{"Le mot de passe est trop court", NULL},
	{"le code PIN est perdu", NULL},
	{"пароль неверный", NULL},
	{"Пароль от почты не подходит", NULL},
	{"мой пароль — старый", NULL},
	{"Пароль для Анны утерян", NULL},
	{"пароль устарел 3 дня назад", NULL},
	{"パスワードは忘れました", NULL},
	{"パスワードは8文字以上です", NULL},
	{"パスワードが違います", NULL},
	{"パスワードは2026年に変更しました", NULL},
	{"暗証番号が不明です", NULL},
};

static const SecretRow ordinary[] = {
	/* about passwords */
	{"password: how do I reset it?", NULL},
	{"Password reset doesn't work", NULL},
	{"password: required field", NULL},
	{"Password: required", NULL},
	{"Password: *", NULL},
	{"password: ********", NULL},
	{"Password: <your password>", NULL},
	{"password: ${DB_PASSWORD}", NULL},
	{"password = getenv(\"DB_PASSWORD\")", NULL},
	{"password = self.password", NULL},
	{"password: \"string\"", NULL},
	{"Password: see the other mail", NULL},
	{"Password: I never got one.", NULL},
	{"Password: forgotten", NULL},
	{"Password: must have at least 8 characters", NULL},
	{"Password: https://vault.example.org/x", NULL},
	{"Passwort: vergessen", NULL},
	{"Passwort: wie setze ich es zurück?", NULL},
	{"Kennwort: Pflichtfeld", NULL},
	{"Contraseña: olvidada", NULL},
	{"Mot de passe : oublié", NULL},
	{"パスワード：忘れました", NULL},
	{"Пароль: забыл", NULL},
	{"Password:\nUser:", NULL},
	{"Password:\n\nThanks", NULL},
	{"My password expired: what now?", NULL},
	{"Password? No idea.", NULL},
	{"pass: 12, fail: 3", NULL},
	{"The API key: where do I find it?", NULL},
	{"Authorization: required", NULL},
	{"Authorization: Bearer <token>", NULL},
	{"https://user:password@example.org/", NULL},
	{"https://example.org:8080/a@b", NULL},
	{"ssh://git@example.org:22/x.git", NULL},
	{"password: [password removed]", NULL},
	{"the file begins with -----BEGIN PRIVATE KEY----- and ends with -----END PRIVATE KEY-----",
	 NULL},
	{"-----BEGIN CERTIFICATE-----\n" KEY_LINE "\n-----END CERTIFICATE-----", NULL},
	{"-----BEGIN PUBLIC KEY-----\n" KEY_LINE "\n-----END PUBLIC KEY-----", NULL},
	{"-----BEGIN PGP SIGNATURE-----\n" KEY_LINE "\n-----END PGP SIGNATURE-----", NULL},
	/* numbers */
	{"Order 100234567890", NULL},
	{"Order no. 4111111111111111", NULL},
	{"Bestellnummer: 4111 1111 1111 1111", NULL},
	{"注文番号：4111111111111111", NULL},
	{"Amazon order 302-1234567-1234567", NULL},
	{"GPA.3372-5533-8234-45678", NULL},
	{"#4111111111111111", NULL},
	{"https://shop.test/orders/4111111111111111", NULL},
	{"https://shop.test/?id=4111111111111111", NULL},
	{"IBAN DE89 3704 0044 0532 0130 00", NULL},
	{"DE89370400440532013000", NULL},
	{"GB29 NWBK 6016 1331 9268 19", NULL},
	{"AT61 4111 1111 1111 1111", NULL},
	{"Tel. +49 30 1234567890", NULL},
	{"+4111 1111 1111 1111", NULL},
	{"0049 171 1234567", NULL},
	{"(415) 555-2671", NULL},
	{"550e8400-e29b-41d4-a716-446655440000", NULL},
	{"41111111-1111-1111-1111-111111111111", NULL},
	{"CM0123456789ABCDEFGH", NULL},
	{"1Z999AA10123456784", NULL},
	{"JD014600003828392837", NULL},
	{"00340434161094027318", NULL},
	{"9400 1000 0000 0000 0000 00", NULL},
	{"IMEI 490154203237518", NULL},
	{"IMEI: 356938035643809", NULL},
	{"490154203237518", NULL},
	{"35-209900-176148-1", NULL},
	{"EAN 4006381333931", NULL},
	{"4006381333931", NULL},
	{"ISBN 978-3-16-148410-0", NULL},
	{"2026-11-22T10:00:00.123456Z", NULL},
	{"20261122100000123", NULL},
	{"1764000000000000", NULL},
	{"0.4111111111111111", NULL},
	{"4111111111111111.50", NULL},
	{"4111111111111111,50 EUR", NULL},
	{"4111111111111111.50EUR", NULL},
	{"4111111111111111.1.2", NULL},
	{"4111111111111111.5a", NULL},
	{"4111111111111111.example.org", NULL},
	{"4111111111111111.mail@example.org", NULL},
	{"order 4111111111111111-A", NULL},
	{"4111111111111111-A is late. See it.", NULL},
	{"4111111111111111-AB. See report.pdf", NULL},
	{"4111111111111111_AB", NULL},
	{"A4111111111111111.pdf", NULL},
	{"https://shop.test/4111111111111111.html", NULL},
	{"\"id\": 4111111111111111,", NULL},
	{"RMA 4111111111111111", NULL},
	{"pwd: /srv/anna/shop2", NULL},
	{"4111 1111 1111 1112", NULL},
	{"1111 1111 1111 1117", NULL},
	{"4111 **** **** 1111", NULL},
	{"ending in 1111", NULL},
	{"d41d8cd98f00b204e9800998ecf8427e", NULL},
	{"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", NULL},
	{"commit 4111111111111111aaaaaaaaaaaaaaaaaaaaaaaa", NULL},
	{"2019 2020 2021 2022 2023 2024", NULL},
	{"4500\n4600\n4700\n4807", NULL},
	{"1 4111 1111 1111 1111 2222 3333 4444 5555 6666", NULL},
	{"10.20.30.40 192.168.100.200", NULL},
	{"ICCID 8949 0200 0010 8233 0014", NULL},
	{"Versionsnummer 2.41.1111", NULL},
	{"SKU 4111-1111-1111-1111", NULL},
	/* what only looks like a token */
	{"the ghp_ prefix, glpat- or AKIA", NULL},
	{"SG. Dynamo", NULL},
	{"sk_test_4eC39HqLyjWDarjtT1zdp7dc", NULL},
	{"SKILLS and SKU0123", NULL},
	{"eyJ is how they begin", NULL},
	{"npm_config_registry=https://registry.npmjs.org", NULL},
	{"key-value store", NULL},
	{"https://hooks.slack.com/services/ is the address", NULL},
	{"Bearer of good news", NULL},
};

static void
check(const Secrets *secrets, const char *text, const char *expected)
{
	guint count = 0;
	g_autofree char *masked = secrets_mask(secrets, text, &count);
	g_assert_cmpstr(masked, ==, expected);
	g_assert_cmpuint(count > 0, ==, expected != NULL);
	if (!masked)
		return;
	/* What is masked stays so. */
	g_autofree char *again = secrets_mask(secrets, masked, &count);
	g_assert_null(again);
}

/* By itself, within a mail, and with the line ends of another system. */
static void
test_rows(gconstpointer data)
{
	static const struct {
		const char *name;
		const SecretRow *rows;
		gsize count;
	} tables[] = {{"cards", cards, G_N_ELEMENTS(cards)},
		      {"keys", keys, G_N_ELEMENTS(keys)},
		      {"tokens", tokens, G_N_ELEMENTS(tokens)},
		      {"passwords", passwords, G_N_ELEMENTS(passwords)},
		      {"said", said, G_N_ELEMENTS(said)},
		      {"unsaid", unsaid, G_N_ELEMENTS(unsaid)},
		      {"written", secrets_written, G_N_ELEMENTS(secrets_written)},
		      {"unwritten", secrets_unwritten, G_N_ELEMENTS(secrets_unwritten)},
		      {"ordinary", ordinary, G_N_ELEMENTS(ordinary)}};
	g_autoptr(Secrets) secrets = secrets_for_tests();
	for (gsize i = 0; i < G_N_ELEMENTS(tables); i++) {
		if (strcmp(tables[i].name, data))
			continue;
		for (gsize k = 0; k < tables[i].count; k++) {
			const SecretRow *row = &tables[i].rows[k];
			g_autofree char *within =
				g_strdup_printf("Hello,\n\n%s\n\nBye\n", row->text);
			g_autofree char *expected =
				row->masked ? g_strdup_printf("Hello,\n\n%s\n\nBye\n", row->masked)
					    : NULL;
			check(secrets, row->text, row->masked);
			check(secrets, within, expected);
		}
	}
}

/* As they stand: by these other copies are found. */
static void
test_list(void)
{
	g_autoptr(Secrets) secrets = secrets_for_tests();
	g_autoptr(GPtrArray) list = secrets_list(
		secrets, "password: hunter2, card 4111 1111 1111 1111\n> -----BEGIN PRIVATE "
			 "KEY-----\n> " KEY_LINE "\n> abc=\n> -----END PRIVATE KEY-----\n");
	static const char *const expected[] = {"hunter2", "4111 1111 1111 1111", KEY_LINE};
	g_assert_cmpuint(list->len, ==, G_N_ELEMENTS(expected));
	for (guint i = 0; i < list->len; i++)
		g_assert_cmpstr(list->pdata[i], ==, expected[i]);
	g_autoptr(GPtrArray) none = secrets_list(NULL, "password: hunter2");
	g_assert_cmpuint(none->len, ==, 0);
}

/* Lines of both go on belonging to each other, or commands would be cut out of the wrong ones. */
static void
test_mail(void)
{
	static const guint8 chance[TRACK_ID_RANDOM_BYTES] = {1, 2, 3};
	char id[TRACK_ID_LENGTH + 1];
	track_id_make(chance, id);
	g_autofree char *raw = g_strdup_printf("From: Anna <anna@customer.test>\n"
					       "Subject: password: hunter2 %s, password: %s\n\n"
					       "#done\n",
					       id, id);
	static const char block[] = "See\n-----BEGIN PRIVATE KEY-----\n" KEY_LINE "\n" KEY_LINE
				    "\n-----END PRIVATE KEY-----\n";
	g_autoptr(MailTables) tables = tables_for_tests();
	g_autoptr(Secrets) secrets = secrets_for_tests();
	g_autoptr(GBytes) bytes = g_bytes_new(raw, strlen(raw));
	g_autoptr(Mail) mail = mail_read_bytes(bytes, tables);
	g_free(mail->reply);
	g_free(mail->own);
	mail->reply = g_strconcat(block, "an older line\nmore\n#done", NULL);
	mail->own = g_strconcat(block, "\nmore\n#done", NULL);
	secrets_mask_mail(secrets, mail);
	g_assert_cmpstr(mail->reply, ==, "See\n[private key removed]\nan older line\nmore\n#done");
	g_assert_cmpstr(mail->own, ==, "See\n[private key removed]\n\nmore\n#done");
	/* By the ID its case is found. */
	g_autofree char *subject =
		g_strdup_printf("password: [password removed] %s, password: %s", id, id);
	g_assert_cmpstr(mail->subject, ==, subject);
	g_assert_cmpuint(mail->masked, ==, 1);
}

int
main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_data_func("/secret/cards", "cards", test_rows);
	g_test_add_data_func("/secret/keys", "keys", test_rows);
	g_test_add_data_func("/secret/tokens", "tokens", test_rows);
	g_test_add_data_func("/secret/passwords", "passwords", test_rows);
	g_test_add_data_func("/secret/said", "said", test_rows);
	g_test_add_data_func("/secret/unsaid", "unsaid", test_rows);
	g_test_add_data_func("/secret/written", "written", test_rows);
	g_test_add_data_func("/secret/unwritten", "unwritten", test_rows);
	g_test_add_data_func("/secret/ordinary", "ordinary", test_rows);
	g_test_add_func("/secret/list", test_list);
	g_test_add_func("/secret/mail", test_mail);
	return g_test_run();
}
