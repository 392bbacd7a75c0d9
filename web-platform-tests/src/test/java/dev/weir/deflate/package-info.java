/** Tests of the compression runner itself. */
@NullMarked
package dev.weir.deflate;

import org.jspecify.annotations.NullMarked;
