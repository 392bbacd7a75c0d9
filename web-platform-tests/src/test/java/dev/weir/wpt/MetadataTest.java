package dev.weir.wpt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetadataTest {
    @Test
    void commentsAtTheStartOfAScriptAreRead() {
        Metadata metadata = Metadata.ofScript("""
                // META: title=A title
                // META: global=window, worker
                // another comment

                // META: script=/common/gc.js
                // META: script=../b.js
                // META: timeout=long
                // META: variant=?1-10
                // META: variant=?11-last
                'use strict';
                // META: script=too-late.js
                """);
        assertEquals(List.of("/common/gc.js", "../b.js"), metadata.scripts());
        assertEquals(List.of("window", "worker"), metadata.globals());
        assertEquals(List.of("?1-10", "?11-last"), metadata.variants());
        assertTrue(metadata.longTimeout());
        assertEquals("A title", metadata.title());
    }

    @Test
    void aScriptThatSaysNothingHasOneVariant() {
        assertEquals(List.of(""), Metadata.ofScript("test(() => {});").variants());
    }

    @Test
    void elementsOfAPageAreRead() {
        Metadata metadata = Metadata.ofPage("""
                <!doctype html><META charset=utf-8><meta name=timeout content=long>
                <meta content="?a&amp;b" name="variant"><meta name="viewport" content="?no">
                """);
        assertTrue(metadata.longTimeout());
        assertEquals(List.of("?a&b"), metadata.variants());
    }
}
