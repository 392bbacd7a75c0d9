package dev.weir.fetch;

import dev.weir.mimesniff.MimeType;
import org.jspecify.annotations.Nullable;

/** The types that a response with a script may have; null is for none. */
public final class ScriptTypes {
    private ScriptTypes() {}

    /**
     * Whether it may be a module.
     *
     * @see <a href="https://html.spec.whatwg.org/#fetch-a-single-module-script">HTML, fetch a single module script</a>
     */
    public static boolean isModule(@Nullable MimeType type) {
        return type != null && type.isJavaScript();
    }

    /**
     * Whether it may be a classic script: nearly everything may.
     *
     * @see <a href="https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-mime-type?">Fetch, should
     *     response to request be blocked due to its MIME type?</a>
     */
    public static boolean isClassic(@Nullable MimeType type) {
        return type == null
                || switch (type.type()) {
                    case "audio", "image", "video" -> false;
                    default -> !type.essence().equals("text/csv");
                };
    }
}
