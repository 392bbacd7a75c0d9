@NullMarked
package dev.weir.wpt;

import org.jspecify.annotations.NullMarked;
