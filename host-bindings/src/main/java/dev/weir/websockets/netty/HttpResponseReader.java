package dev.weir.websockets.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Netty's decoder of responses, told what was asked. {@code HttpClientCodec} would know that as well, but not whether bytes are
 * left over behind a response, which would be taken for the beginning of the next one.
 */
final class HttpResponseReader extends HttpResponseDecoder {
    private static final byte[] PROTOCOL_NAME = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

    /** Who asks. */
    interface Owner {
        /** Bytes are there; whether they may be a response. */
        boolean expectsBytes();

        /** They are none, and are dropped. */
        void refuse(String reason);
    }

    private final Owner owner;
    private boolean toHead;
    private boolean ambiguous;

    /** How much of the protocol's name the response has begun with. */
    private int matched;

    HttpResponseReader(Owner owner) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(ResponseHead.MAX_SIZE)
                .setMaxHeaderSize(ResponseHead.MAX_SIZE)
                .setMaxChunkSize(Dialer.MAX_READ)
                // As browsers have it: lines may end in LF alone (so for WebSockets here), and values have any byte but
                // NUL.
                .setStrictLineParsing(false)
                // The same length said twice is one length: RFC 9110, section 8.6.
                .setAllowDuplicateContentLengths(true)
                .setValidateHeaders(false));
        this.owner = owner;
    }

    /** The next response is to a request that was, or was not, of the method HEAD. */
    void expect(boolean head) {
        toHead = head;
        ambiguous = false;
        matched = 0;
    }

    /** Whether the response's length was told in two ways, so that there may be two opinions about where it ends. */
    boolean isAmbiguous() {
        return ambiguous;
    }

    /** Whether bytes came behind what was decoded. */
    boolean hasMore() {
        return actualReadableBytes() > 0;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        ByteBuf bytes = (ByteBuf) message;
        if (!owner.expectsBytes()) {
            bytes.release();
            owner.refuse("server sent something that it was not asked for");
        } else if (!mayBeHttp(bytes)) {
            String start = new String(PROTOCOL_NAME, 0, matched, StandardCharsets.US_ASCII)
                    + bytes.toString(
                            bytes.readerIndex(), Math.min(bytes.readableBytes(), 40), StandardCharsets.ISO_8859_1);
            bytes.release();
            owner.refuse("server did not answer in HTTP/1.1, but with " + ResponseHead.quote(start));
        } else {
            super.channelRead(ctx, message);
        }
    }

    /** Tells other protocols apart from their first bytes on, whether or not they end their lines. */
    private boolean mayBeHttp(ByteBuf bytes) {
        int count = Math.min(bytes.readableBytes(), PROTOCOL_NAME.length - matched);
        for (int i = 0; i < count; i++) {
            if (bytes.getByte(bytes.readerIndex() + i) != PROTOCOL_NAME[matched + i]) {
                return false;
            }
        }
        matched += count;
        return true;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        return super.isContentAlwaysEmpty(message)
                || (toHead && ((HttpResponse) message).status().code() >= 200);
    }

    /** RFC 9112, section 6.3: the chunks count. */
    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        clearContentLength();
        message.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
        ambiguous = true;
    }
}
