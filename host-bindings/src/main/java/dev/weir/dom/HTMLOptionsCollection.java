package dev.weir.dom;

import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * The options of a select, which can be changed through their list.
 *
 * @see <a href="https://html.spec.whatwg.org/#htmloptionscollection">HTML, HTMLOptionsCollection</a>
 */
public final class HTMLOptionsCollection extends HTMLCollection {
    private final HTMLSelectElement select;

    HTMLOptionsCollection(HTMLSelectElement select) {
        super(select, select::optionElements);
        this.select = select;
    }

    @Override
    public String interfaceName() {
        return "HTMLOptionsCollection";
    }

    @Export
    public void setLength(double length) {
        select.setLength(length);
    }

    @Export
    public void setIndexed(double index, @Nullable HTMLOptionElement option) {
        select.setIndexed(index, option);
    }

    @Export
    public void add(HTMLElement element, Value before) {
        select.add(element, before);
    }

    @Export
    public void remove(int index) {
        if (index >= 0 && select.item(index) instanceof HTMLOptionElement option) {
            option.remove();
        }
    }

    @Export
    public int selectedIndex() {
        return select.selectedIndex();
    }

    @Export
    public void setSelectedIndex(int index) {
        select.setSelectedIndex(index);
    }
}
