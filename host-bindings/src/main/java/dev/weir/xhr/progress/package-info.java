/**
 * What specifications below XMLHttpRequest use of it: its {@link dev.weir.xhr.progress.ProgressEvent}, which readers of files
 * fire, while the rest of that specification builds on files.
 *
 * @see <a href="https://xhr.spec.whatwg.org/">XMLHttpRequest</a>
 */
@NullMarked
package dev.weir.xhr.progress;

import org.jspecify.annotations.NullMarked;
