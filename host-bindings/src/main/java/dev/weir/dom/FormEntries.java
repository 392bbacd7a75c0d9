package dev.weir.dom;

import dev.weir.encoding.codec.Encoding;
import dev.weir.fileapi.BlobBytes;
import dev.weir.fileapi.File;
import dev.weir.infra.Ascii;
import dev.weir.xhr.FormData;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a form submits: the names and values of its controls, in tree order. Runs no script.
 *
 * @see <a href="https://html.spec.whatwg.org/#constructing-the-form-data-set">HTML, constructing the entry list, step 5</a>
 */
final class FormEntries {
    private final @Nullable HTMLElement submitter;
    private final Encoding encoding;
    private final FormData entries;

    private FormEntries(HTMLFormElement form, @Nullable HTMLElement submitter, Encoding encoding) {
        this.submitter = submitter;
        this.encoding = encoding;
        entries = new FormData(form.realm());
    }

    /**
     * The entries of a form.
     *
     * @param submitter the button that submits it; other buttons add nothing
     * @param encoding what a hidden {@code _charset_} says
     */
    static FormData of(HTMLFormElement form, @Nullable HTMLElement submitter, Encoding encoding) {
        FormEntries collector = new FormEntries(form, submitter, encoding);
        Document document = form.document();
        for (org.jsoup.nodes.Element control : FormControls.submittableOf(form.rawElement, document)) {
            if (!FormControls.isDisabled(control) && !isInDatalist(control)) {
                collector.add((FormControl) document.peer(control));
            }
        }
        return collector.entries;
    }

    /** https://html.spec.whatwg.org/#picking-an-encoding-for-the-form */
    static Encoding encodingOf(HTMLFormElement form) {
        if (!form.hasAttribute("accept-charset")) {
            return form.document().encoding().outputEncoding();
        }
        for (String label : Names.splitOnWhitespace(form.reflectedAttribute("accept-charset"))) {
            Encoding encoding = Encoding.forLabel(label);
            if (encoding != null) {
                return encoding.outputEncoding();
            }
        }
        return Encoding.UTF_8;
    }

    private static boolean isInDatalist(org.jsoup.nodes.Element control) {
        for (org.jsoup.nodes.Element e = control.parent(); e != null; e = e.parent()) {
            if (Tree.is(e, "datalist")) {
                return true;
            }
        }
        return false;
    }

    private void add(FormControl control) {
        String name = control.reflectedAttribute("name");
        if (control instanceof HTMLInputElement image && image.type().equals("image")) {
            addCoordinates(image, name);
            return;
        }
        if (name.isEmpty()) {
            return;
        }
        boolean added = switch (control) {
            case HTMLInputElement input -> addInput(input, name);
            case HTMLButtonElement button -> button == submitter && addText(name, button.reflectedAttribute("value"));
            case HTMLTextAreaElement area -> addText(name, area.value());
            case HTMLSelectElement select -> addOptions(select, name);
            default -> false;
        };
        if (added && Directionality.isOfValue(control.rawElement)) {
            String dirName = control.reflectedAttribute("dirname");
            if (!dirName.isEmpty()) {
                entries.append(dirName, Directionality.of(control.rawElement));
            }
        }
    }

    /** Where an image was clicked, which has no size here. An image needs no name. */
    private void addCoordinates(HTMLInputElement image, String name) {
        if (image == submitter) {
            String prefix = name.isEmpty() ? "" : name + ".";
            entries.append(prefix + "x", "0");
            entries.append(prefix + "y", "0");
        }
    }

    private boolean addInput(HTMLInputElement input, String name) {
        return switch (input.type()) {
            case "submit", "reset", "button" -> input == submitter && addText(name, input.value());
            case "checkbox", "radio" -> input.checked() && addText(name, input.value());
            case "file" -> addFiles(input, name);
            case "hidden" ->
                addText(name, Ascii.lowercase(name).equals("_charset_") ? encoding.specName() : input.value());
            default -> addText(name, input.value());
        };
    }

    private boolean addText(String name, String value) {
        entries.append(name, value);
        return true;
    }

    private boolean addFiles(HTMLInputElement input, String name) {
        List<File> files = input.chosenFiles();
        for (File file : files) {
            entries.append(name, file, null);
        }
        if (files.isEmpty()) {
            entries.append(
                    name,
                    new File(input.realm(), BlobBytes.EMPTY, "application/octet-stream", "", File.now(input.realm())),
                    null);
        }
        return true;
    }

    private boolean addOptions(HTMLSelectElement select, String name) {
        for (HTMLOptionElement option : select.chosenOptions()) {
            if (!option.isDisabled()) {
                entries.append(name, option.value());
            }
        }
        return true;
    }
}
