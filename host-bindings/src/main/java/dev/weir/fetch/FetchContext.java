package dev.weir.fetch;

import dev.weir.fetch.transport.HttpTransport;
import dev.weir.host.TaskLoop;
import dev.weir.url.UrlRecord;

/**
 * On whose behalf is fetched, and by what means.
 *
 * @param loop on which everything happens
 * @param client the URL of the page or worker that asks
 * @param origin of the same, as it is serialized
 * @param userAgent for the field of that name
 * @param language for Accept-Language
 * @param maxBodySize the most bytes of a response that are read as a whole
 */
record FetchContext(
        TaskLoop loop,
        HttpTransport transport,
        PreflightCache preflights,
        UrlRecord client,
        String origin,
        String userAgent,
        String language,
        long maxBodySize) {}
