package dev.weir.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteRangeTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            bytes=0-9 | 0 to 10
            bytes=0-0 | 0 to 1
            bytes=3- | 3 to 10
            bytes=3-99 | 3 to 10
            bytes=-4 | 6 to 10
            bytes=-99 | 0 to 10
            ~bytes \t= \t1 - 2~ | 1 to 3
            ~bytes= \t1 -2~ | 1 to 3
            bytes=9- | 9 to 10
            bytes=10- | none
            bytes=-0 | none
            bytes=- | none
            bytes=5-4 | none
            bytes=1-2,4-5 | none
            bytes=+1-2 | none
            bytes=999999999999999999-999999999999999999 | none
            bytes=0-99999999999999999999 | none
            bits=0-1 | none
            Bytes=0-1 | none
            """)
    void onePartOfTenBytes(String value, String expected) {
        ByteRange range = ByteRange.parse(value, 10);
        assertEquals(expected, range == null ? "none" : range.start() + " to " + range.end());
    }
}
