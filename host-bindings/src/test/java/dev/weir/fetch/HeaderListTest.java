package dev.weir.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.fetch.transport.HttpField;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderListTest {

    private static HeaderList of(String... namesAndValues) {
        HeaderList list = new HeaderList();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            list.append(namesAndValues[i], namesAndValues[i + 1]);
        }
        return list;
    }

    private static String show(List<HttpField> fields) {
        return fields.stream().map(field -> field.name() + "=" + field.value()).collect(Collectors.joining("; "));
    }

    @Test
    void fieldsOfOneNameAreSpelledLikeTheFirst() {
        HeaderList list = of("X-a", "1", "b", "2", "x-A", "3");
        assertEquals("X-a=1; b=2; X-a=3", show(list.fields()));
        assertEquals("1, 3", list.get("X-A"));
        list.delete("X-A");
        list.append("x-A", "4");
        assertEquals("b=2; x-A=4", show(list.fields()));
    }

    @Test
    void aFieldThatIsSetTakesThePlaceOfTheFirst() {
        HeaderList list = of("X-a", "1", "b", "2", "x-a", "3");
        list.set("x-A", "4");
        assertEquals("X-a=4; b=2", show(list.fields()));
        list.set("C", "5");
        assertEquals("X-a=4; b=2; C=5", show(list.fields()));
        list.appendIfMissing("c", "6");
        list.appendIfMissing("d", "7");
        assertEquals("X-a=4; b=2; C=5; d=7", show(list.fields()));
    }

    @Test
    void aCopyIsOnItsOwn() {
        HeaderList list = of("a", "1");
        HeaderList copy = list.copy();
        list.clear();
        copy.append("A", "2");
        assertEquals("", show(list.fields()));
        assertFalse(list.contains("a"));
        assertNull(list.get("a"));
        assertEquals("a=1; a=2", show(copy.fields()));
    }

    @Test
    void whatIsSentHasOneFieldAName() {
        assertEquals(
                "B=1, 3; a=2", show(of("B", "1", "a", "2", "b", "3").combined().fields()));
    }

    @Test
    void whatScriptsSeeIsSortedAndKeepsCookiesApart() {
        HeaderList list = of("Set-Cookie", "b=1", "X", "1", "set-cookie", "a=2", "accept", "y", "x", "2");
        assertEquals("accept=y; set-cookie=b=1; set-cookie=a=2; x=1, 2", show(list.sortedAndCombined()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            nosniff | [nosniff]
            a, b | [a, b]
            ~~ | []
            ~, a ,~ | [, a, ]
            "a,b", c | ["a,b", c]
            "a\\",b", c | ["a\\",b", c]
            "a, b | ["a, b]
            a"b,c"d,e | [a"b,c"d, e]
            "a\\ | ["a\\]
            """)
    void listsAreSplitAtCommasOutsideQuotes(String value, String members) {
        assertEquals(members, HeaderList.split(value).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            text/plain;charset=gbk, text/html | text/html
            text/html;charset=gbk;a=b, text/html;x=y | text/html;x=y;charset=gbk
            text/html;charset=gbk, x/x, text/html;x=y | text/html;x=y
            text/html, cannot-parse | text/html
            text/html, */* | text/html
            text/html, ~~ | text/html
            cannot-parse | none
            """)
    void theTypeIsTheLastThatCanBeOne(String value, String type) {
        var found = of("content-TYPE", value).mimeType();
        assertEquals(type, found == null ? "none" : found.serialize());
    }

    @Test
    void veryManyFieldsCostNoMoreThanTheyMust() {
        HeaderList list = new HeaderList();
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (int i = 0; i < 300_000; i++) {
                list.append("x-" + i, "value");
                assertFalse(list.contains("y"));
            }
            assertEquals(300_000, list.combined().fields().size());
            assertEquals(300_000, list.sortedAndCombined().size());
        });
        assertTrue(list.contains("X-299999"));
    }
}
