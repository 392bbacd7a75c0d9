package dev.weir.compression;

/**
 * How compressed bytes are wrapped.
 *
 * @see <a href="https://compression.spec.whatwg.org/#supported-formats">Compression, supported formats</a>
 */
enum CompressionFormat {
    /** RFC 1950: zlib. */
    DEFLATE("deflate"),
    /** RFC 1951, without any wrapping. */
    DEFLATE_RAW("deflate-raw"),
    /** RFC 1952. */
    GZIP("gzip");

    private final String idlName;

    CompressionFormat(String idlName) {
        this.idlName = idlName;
    }

    /** The format of one of the IDL enumeration's values. */
    static CompressionFormat of(String idlName) {
        for (CompressionFormat format : values()) {
            if (format.idlName.equals(idlName)) {
                return format;
            }
        }
        throw new IllegalArgumentException("no compression format: " + idlName);
    }

    /** Whether zlib is to read and write no header and no checksum of its own. */
    boolean isRawForZlib() {
        return this != DEFLATE;
    }
}
