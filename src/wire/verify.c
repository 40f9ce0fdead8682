/*
 * One way to check the other side, for mail and for events.
 */
#include "wire/verify_private.h"

void
verify_peer(CURL *handle, const char *ca_file)
{
	curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
	curl_easy_setopt(handle, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (ca_file) {
		curl_easy_setopt(handle, CURLOPT_CAINFO, ca_file);
		curl_easy_setopt(handle, CURLOPT_CAPATH, NULL);
	}
}
