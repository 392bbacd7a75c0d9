/**
 * The document object model, bound to trees of jsoup.
 *
 * <p>Reading order: {@link dev.weir.dom.Node} is the peer of a jsoup node, made when first needed and kept with it; {@link
 * dev.weir.dom.Mutation} has every way in which a tree changes, {@link dev.weir.dom.Document} hears of each change and
 * keeps {@link dev.weir.dom.ElementIndex} up to date. {@link dev.weir.dom.HTMLElements} knows which interface an element
 * has. {@link dev.weir.dom.PageLoader} builds a page's tree and runs its scripts by the rules of {@link
 * dev.weir.dom.ScriptProcessing}, {@link dev.weir.dom.Frame} shows pages in frames, in windows that a {@link
 * dev.weir.dom.FrameRunner} makes; {@link dev.weir.dom.FormEntries} collects what a form submits; {@link
 * dev.weir.dom.PageView} is what a program around the page sees of it.
 *
 * <p>Invariants: jsoup's tree is the only one, peers hold no links of their own; no peer is made just because a tree is
 * walked; whatever inserts nodes may run scripts, so nothing about the tree is known afterwards.
 *
 * <p>Nothing is rendered: no element has a box, and {@code innerText} knows no style sheet but the one that browsers begin
 * with.
 *
 * @see <a href="https://dom.spec.whatwg.org/">DOM</a>
 */
@NullMarked
package dev.weir.dom;

import org.jspecify.annotations.NullMarked;
