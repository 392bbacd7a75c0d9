package dev.weir.encoding.codec;

import dev.weir.infra.Ascii;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The encodings that the web knows, by the standard's names and labels.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#names-and-labels">Encoding, names and labels</a>
 */
public enum Encoding {
    UTF_8("UTF-8", "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8"),
    IBM866("IBM866", "866 cp866 csibm866 ibm866"),
    ISO_8859_2(
            "ISO-8859-2", "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2"),
    ISO_8859_3(
            "ISO-8859-3", "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3"),
    ISO_8859_4(
            "ISO-8859-4", "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4"),
    ISO_8859_5(
            "ISO-8859-5",
            "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 " + "iso_8859-5:1988"),
    ISO_8859_6(
            "ISO-8859-6",
            "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 iso-8859-6-e "
                    + "iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987"),
    ISO_8859_7(
            "ISO-8859-7",
            "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 iso88597 "
                    + "iso_8859-7 iso_8859-7:1987 sun_eu_greek"),
    ISO_8859_8(
            "ISO-8859-8",
            "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 iso88598 "
                    + "iso_8859-8 iso_8859-8:1988 visual"),
    ISO_8859_8_I("ISO-8859-8-I", "csiso88598i iso-8859-8-i logical"),
    ISO_8859_10("ISO-8859-10", "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6"),
    ISO_8859_13("ISO-8859-13", "iso-8859-13 iso8859-13 iso885913"),
    ISO_8859_14("ISO-8859-14", "iso-8859-14 iso8859-14 iso885914"),
    ISO_8859_15("ISO-8859-15", "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9"),
    ISO_8859_16("ISO-8859-16", "iso-8859-16"),
    KOI8_R("KOI8-R", "cskoi8r koi koi8 koi8-r koi8_r"),
    KOI8_U("KOI8-U", "koi8-ru koi8-u"),
    MACINTOSH("macintosh", "csmacintosh mac macintosh x-mac-roman"),
    WINDOWS_874("windows-874", "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874"),
    WINDOWS_1250("windows-1250", "cp1250 windows-1250 x-cp1250"),
    WINDOWS_1251("windows-1251", "cp1251 windows-1251 x-cp1251"),
    WINDOWS_1252(
            "windows-1252",
            "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 iso8859-1 "
                    + "iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 x-cp1252"),
    WINDOWS_1253("windows-1253", "cp1253 windows-1253 x-cp1253"),
    WINDOWS_1254(
            "windows-1254",
            "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 "
                    + "latin5 windows-1254 x-cp1254"),
    WINDOWS_1255("windows-1255", "cp1255 windows-1255 x-cp1255"),
    WINDOWS_1256("windows-1256", "cp1256 windows-1256 x-cp1256"),
    WINDOWS_1257("windows-1257", "cp1257 windows-1257 x-cp1257"),
    WINDOWS_1258("windows-1258", "cp1258 windows-1258 x-cp1258"),
    X_MAC_CYRILLIC("x-mac-cyrillic", "x-mac-cyrillic x-mac-ukrainian"),
    GBK("GBK", "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk"),
    GB18030("gb18030", "gb18030"),
    BIG5("Big5", "big5 big5-hkscs cn-big5 csbig5 x-x-big5"),
    EUC_JP("EUC-JP", "cseucpkdfmtjapanese euc-jp x-euc-jp"),
    ISO_2022_JP("ISO-2022-JP", "csiso2022jp iso-2022-jp"),
    SHIFT_JIS("Shift_JIS", "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis"),
    EUC_KR(
            "EUC-KR",
            "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 "
                    + "ksc_5601 windows-949"),
    REPLACEMENT("replacement", "csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext iso-2022-kr replacement"),
    UTF_16BE("UTF-16BE", "unicodefffe utf-16be"),
    UTF_16LE("UTF-16LE", "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le"),
    X_USER_DEFINED("x-user-defined", "x-user-defined");

    private static final String LATIN_6 = "\u00a0ĄĒĢĪĨĶ§ĻĐŠŦŽ\u00adŪŊ°ąēģīĩķ·ļđšŧž\u2015ūŋĀÁÂÃÄÅÆĮČÉĘËĖÍÎÏ"
            + "ÐŅŌÓÔÕÖŨØŲÚÛÜÝÞßāáâãäåæįčéęëėíîïðņōóôõöũøųúûüýþĸ";

    private static final String CELTIC =
            "\u00a0Ḃḃ\u00a3ĊċḊ§Ẁ\u00a9ẂḋỲ\u00ad\u00aeŸḞḟĠġṀṁ\u00b6ṖẁṗẃṠỳẄẅṡÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏ"
                    + "ŴÑÒÓÔÕÖṪØÙÚÛÜÝŶßàáâãäåæçèéêëìíîïŵñòóôõöṫøùúûüýŷÿ";

    private static final Map<String, Encoding> BY_LABEL = new HashMap<>();

    static {
        for (Encoding encoding : values()) {
            for (String label : encoding.labels.split(" ", -1)) {
                BY_LABEL.put(label, encoding);
            }
        }
    }

    private final String specName;
    private final String labels;

    Encoding(String name, String labels) {
        this.specName = name;
        this.labels = labels;
    }

    /** The encoding that the label stands for, or null; https://encoding.spec.whatwg.org/#concept-encoding-get */
    public static @Nullable Encoding forLabel(String label) {
        int start = 0;
        int end = label.length();
        while (start < end && Ascii.isWhitespace(label.charAt(start))) {
            start++;
        }
        while (end > start && Ascii.isWhitespace(label.charAt(end - 1))) {
            end--;
        }
        String trimmed = label.substring(start, end);
        // Not every letter that has a small one in ASCII is ASCII itself.
        return trimmed.chars().allMatch(c -> c < 0x80) ? BY_LABEL.get(trimmed.toLowerCase(Locale.ROOT)) : null;
    }

    /** The name as the standard spells it. */
    public String specName() {
        return specName;
    }

    /** Whether a byte order mark at the start of a text is no part of it. */
    public boolean hasByteOrderMark() {
        return this == UTF_8 || this == UTF_16LE || this == UTF_16BE;
    }

    /**
     * A new decoder.
     *
     * @param fatal whether an error ends the decoding, and is not replaced by U+FFFD
     * @throws IllegalStateException for {@link #REPLACEMENT}, which stands for encodings that are not decoded
     */
    public Decoder newDecoder(boolean fatal) {
        return switch (this) {
            case UTF_8 -> new Utf8Decoder(fatal);
            case UTF_16LE -> new Utf16Decoder(false, fatal);
            case UTF_16BE -> new Utf16Decoder(true, fatal);
            case GBK, GB18030 -> new Gb18030Decoder(fatal);
            case BIG5 -> new Big5Decoder(fatal);
            case EUC_JP -> new EucJpDecoder(fatal);
            case ISO_2022_JP -> new Iso2022JpDecoder(fatal);
            case SHIFT_JIS -> new ShiftJisDecoder(fatal);
            case EUC_KR -> new EucKrDecoder(fatal);
            case REPLACEMENT -> throw new IllegalStateException("nothing is decoded with the replacement encoding");
            default -> new SingleByteDecoder(singleBytes(), fatal);
        };
    }

    /**
     * A new encoder.
     *
     * @throws IllegalStateException for encodings that have none, UTF-8 among them: see {@link #outputEncoding} and
     *     {@link Utf8}
     */
    public Encoder newEncoder() {
        return switch (this) {
            case UTF_8, UTF_16LE, UTF_16BE, REPLACEMENT ->
                throw new IllegalStateException("there is no encoder for " + specName);
            case GBK -> new Gb18030Encoder(true);
            case GB18030 -> new Gb18030Encoder(false);
            case BIG5 -> new Big5Encoder();
            case EUC_JP -> new EucJpEncoder();
            case ISO_2022_JP -> new Iso2022JpEncoder();
            case SHIFT_JIS -> new ShiftJisEncoder();
            case EUC_KR -> new EucKrEncoder();
            default -> new SingleByteEncoder(singleBytes());
        };
    }

    /** What is written where this is read; https://encoding.spec.whatwg.org/#get-an-output-encoding */
    public Encoding outputEncoding() {
        return switch (this) {
            case UTF_16LE, UTF_16BE, REPLACEMENT -> UTF_8;
            default -> this;
        };
    }

    private char[] singleBytes() {
        return SingleBytes.INDEXES.computeIfAbsent(this, Encoding::singleByteIndex);
    }

    /** The tables made until now. */
    private static final class SingleBytes {
        static final Map<Encoding, char[]> INDEXES = new ConcurrentHashMap<>();
    }

    /**
     * The text of a whole input; broken bytes become U+FFFD, a byte order mark decides before this encoding does.
     *
     * @see <a href="https://encoding.spec.whatwg.org/#decode">Encoding, decode</a>
     */
    public String decode(byte[] bytes) {
        Encoding marked = ofByteOrderMark(bytes);
        if (marked == null) {
            return decode(bytes, 0);
        }
        return marked.decode(bytes, marked == UTF_8 ? 3 : 2);
    }

    private String decode(byte[] bytes, int offset) {
        if (this == REPLACEMENT) { // says once that there was something
            return bytes.length == offset ? "" : String.valueOf(Decoder.REPLACEMENT);
        }
        return Objects.requireNonNull(newDecoder(false).decode(bytes, offset, bytes.length - offset, true));
    }

    /** The encoding whose byte order mark the bytes begin with, or null; https://encoding.spec.whatwg.org/#bom-sniff */
    public static @Nullable Encoding ofByteOrderMark(byte[] bytes) {
        return switch (at(bytes, 0) << 8 | at(bytes, 1)) {
            case 0xfeff -> UTF_16BE;
            case 0xfffe -> UTF_16LE;
            case 0xefbb -> at(bytes, 2) == 0xbf ? UTF_8 : null;
            default -> null;
        };
    }

    private static int at(byte[] bytes, int index) {
        return index < bytes.length ? bytes[index] & 0xff : 0;
    }

    /** The characters of the bytes from 0x80. */
    private char[] singleByteIndex() {
        return switch (this) {
            case ISO_8859_8_I -> Indexes.singleByte("ISO-8859-8");
            case ISO_8859_10 -> Indexes.latin(LATIN_6);
            case ISO_8859_14 -> Indexes.latin(CELTIC);
            case KOI8_U -> Indexes.with(Indexes.with(Indexes.singleByte("KOI8-U"), 0xae, '\u045e'), 0xbe, '\u040e');
            case MACINTOSH -> Indexes.singleByte("x-MacRoman");
            case WINDOWS_874 -> Indexes.windows("x-windows-874");
            case WINDOWS_1255 -> Indexes.with(Indexes.windows("windows-1255"), 0xca, '\u05ba');
            case WINDOWS_1250,
                    WINDOWS_1251,
                    WINDOWS_1252,
                    WINDOWS_1253,
                    WINDOWS_1254,
                    WINDOWS_1256,
                    WINDOWS_1257,
                    WINDOWS_1258 -> Indexes.windows(specName);
            case X_MAC_CYRILLIC -> Indexes.with(Indexes.singleByte("x-MacUkraine"), 0xff, '\u20ac');
            case X_USER_DEFINED -> Indexes.consecutive('\uf780');
            default -> Indexes.singleByte(specName);
        };
    }
}
