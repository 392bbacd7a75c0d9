package dev.weir.websockets.netty;

import dev.weir.fetch.transport.HttpField;
import dev.weir.fetch.transport.HttpRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a request in HTTP/1.1: its head, and its body in chunks where its length is not known.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-3">RFC 9112, sections 3, 6 and 7</a>
 */
final class HttpRequestWriter {
    private static final int LINE_END = '\r' << 8 | '\n';

    private HttpRequestWriter() {}

    /** @param cookie the value of the field of that name, or the empty string for none */
    static ByteBuf head(HttpRequest request, String cookie) {
        StringBuilder text = new StringBuilder(512);
        text.append(request.method()).append(' ').append(request.resource()).append(" HTTP/1.1\r\n");
        field(text, "Host", request.authority());
        for (HttpField field : request.fields()) {
            field(text, field.name(), field.value());
        }
        if (!cookie.isEmpty()) {
            field(text, "Cookie", cookie);
        }
        if (isChunked(request)) {
            field(text, "Transfer-Encoding", "chunked");
        } else if (request.bodyLength() >= 0) {
            field(text, "Content-Length", Long.toString(request.bodyLength()));
        }
        // A character stands for a byte.
        byte[] head = text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        return ByteBufAllocator.DEFAULT.directBuffer(head.length).writeBytes(head);
    }

    private static void field(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }

    static boolean isChunked(HttpRequest request) {
        return request.bodyLength() == HttpRequest.UNKNOWN_LENGTH;
    }

    /** Puts around the bytes what makes a chunk of them, in the room that the buffer has. */
    static ByteBuf asChunk(ByteBuf bytes) {
        String size = Integer.toHexString(bytes.readableBytes());
        int start = bytes.readerIndex() - 2 - size.length();
        bytes.setCharSequence(start, size, StandardCharsets.US_ASCII);
        bytes.setShort(start + size.length(), LINE_END);
        return bytes.readerIndex(start).writeShort(LINE_END);
    }

    /** What follows the body. */
    static ByteBuf end(HttpRequest request) {
        return isChunked(request)
                ? Unpooled.copiedBuffer("0\r\n\r\n", StandardCharsets.US_ASCII)
                : Unpooled.EMPTY_BUFFER;
    }
}
