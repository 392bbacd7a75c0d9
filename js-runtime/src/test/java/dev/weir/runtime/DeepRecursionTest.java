package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Scripts recurse as deep as in a browser, and one that never stops harms itself only. */
class DeepRecursionTest {
    @Test
    void whoUsesUpTheStackHarmsNobodyElse() throws Exception {
        assertEquals(
                List.of("12502500", "RangeError", "RangeError", "TypeError true"),
                ChildJvm.run(DeepRecursion.class, List.of("-Xmx600m"), List.of()).stream()
                        .limit(4)
                        .toList());
    }
}
