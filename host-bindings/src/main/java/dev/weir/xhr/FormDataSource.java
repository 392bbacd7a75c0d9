package dev.weir.xhr;

import dev.weir.webidl.PlatformObject;
import org.jspecify.annotations.Nullable;

/** What the entries of a {@link FormData} can be taken from: a form. */
public interface FormDataSource {
    /**
     * A new object with the form's entries, as the submitter would submit them. Runs listeners of the script.
     *
     * @param submitter an HTMLElement
     * @return null while the entries are being collected already
     * @throws dev.weir.webidl.WebException a TypeError when the submitter is no submit button, a NotFoundError when it is
     *     another form's
     * @see <a href="https://html.spec.whatwg.org/#constructing-the-form-data-set">HTML, constructing the entry list</a>
     */
    @Nullable
    FormData formData(@Nullable PlatformObject submitter);
}
