package dev.weir.websockets.netty;

import dev.weir.fetch.transport.HttpField;
import dev.weir.fetch.transport.HttpRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server that speaks HTTP/1.1: serves one exchange after the other, and rests in the pool in between. On the
 * loop's thread only.
 */
final class HttpConnection extends ChannelInboundHandlerAdapter
        implements HttpCarrier, HttpResponseReader.Owner, NettyTaskLoop.Dependent {
    private static final Pattern KEEP_ALIVE = Pattern.compile("timeout\\s*=\\s*([0-9]{1,5})(?![0-9])");

    private final HttpPool pool;
    private final HttpPlace place;
    private final NettyTaskLoop loop;
    private final Channel channel;
    private final HttpResponseReader reader = new HttpResponseReader(this);
    private @Nullable User user;

    /** What the user asks for; null before the first. */
    private @Nullable HttpRequest request;

    /** Whether there was a user before this one, so that the server may have left by now. */
    private boolean servedBefore;

    /** What has come for this user: no byte, no head of a final response, or that. */
    private boolean heardNothing = true;

    private boolean headless = true;

    private int interimResponses;
    private boolean keepAlive;

    /** Whether the connection is as good as new, its response complete and nothing behind it. */
    private boolean reusable;

    private int idleSeconds = HttpPool.MAX_IDLE_SECONDS;

    /** Runs while the connection is idle. */
    private @Nullable Future<?> idleTimer;

    private HttpConnection(HttpPool pool, HttpPlace place, NettyTaskLoop loop, Channel channel) {
        this.pool = pool;
        this.place = place;
        this.loop = loop;
        this.channel = channel;
    }

    /** Begins to speak HTTP on a channel that leads to the server. */
    static HttpConnection start(HttpPool pool, HttpPlace place, NettyTaskLoop loop, Channel channel) {
        HttpConnection connection = new HttpConnection(pool, place, loop, channel);
        channel.pipeline().addLast(connection.reader, connection);
        return connection;
    }

    HttpPlace place() {
        return place;
    }

    boolean isOpen() {
        return channel.isActive();
    }

    // ---- for an exchange

    @Override
    public void serve(User exchange, HttpRequest asked) {
        servedBefore = request != null;
        request = asked;
        user = exchange;
        heardNothing = true;
        headless = true;
        interimResponses = 0;
        keepAlive = false;
        reusable = false;
        reader.expect(asked.method().equals("HEAD"));
    }

    @Override
    public ChannelFuture sendHead(String cookie) {
        return channel.write(HttpRequestWriter.head(served(), cookie));
    }

    @Override
    public ChannelFuture sendBody(ByteBuf bytes) {
        return channel.write(HttpRequestWriter.isChunked(served()) ? HttpRequestWriter.asChunk(bytes) : bytes);
    }

    @Override
    public ChannelFuture sendEnd() {
        return channel.write(HttpRequestWriter.end(served()));
    }

    private HttpRequest served() {
        return Objects.requireNonNull(request);
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public void read() {
        channel.read();
    }

    @Override
    public void done(boolean requestComplete) {
        if (!requestComplete) {
            drop(); // nobody reads what is left of the request
        } else if (reusable && !loop.isEnding()) {
            rest();
        } else {
            channel.close(); // as a good client does
        }
    }

    @Override
    public void drop() {
        user = null;
        Dialer.drop(channel);
    }

    // ---- idle

    /** Nobody needs the connection now: offers it to others for a while. */
    private void rest() {
        if (idleSeconds <= 0) {
            channel.close();
            return;
        }
        pool.keep(this);
        loop.dependents().add(this);
        idleTimer = loop.eventLoop().schedule(this::retire, idleSeconds, TimeUnit.SECONDS);
        channel.read(); // so that its end is noticed
    }

    /** Somebody needs it. */
    void wake() {
        loop.dependents().remove(this);
        if (idleTimer != null) {
            idleTimer.cancel(false);
            idleTimer = null;
        }
    }

    /** Ends the connection, which is idle. */
    void retire() {
        wake();
        pool.forget(this);
        channel.close();
    }

    @Override
    public void loopEnds() {
        wake();
        pool.forget(this);
        drop();
    }

    // ---- what comes

    @Override
    public boolean expectsBytes() {
        heardNothing = false;
        return user != null;
    }

    @Override
    public void refuse(String reason) {
        fail(reason);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (user == null || !(message instanceof HttpObject part)) {
                return; // the connection is being closed
            }
            if (part.decoderResult().isFailure()) {
                fail(describe(part.decoderResult().cause()));
            } else if (message instanceof HttpResponse response) {
                began(response);
            } else if (message instanceof HttpContent content && !headless) {
                bodyCame(content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void began(HttpResponse response) {
        List<HttpField> fields;
        try {
            fields = ResponseFields.of(response.headers().iteratorCharSequence());
        } catch (HandshakeException e) {
            fail(e.reason());
            return;
        }
        int status = response.status().code();
        HttpVersion version = response.protocolVersion();
        if (!version.protocolName().equals("HTTP") || version.majorVersion() != 1) {
            fail("server did not answer in HTTP/1.1, but in " + ResponseHead.quote(version.text()));
        } else if (status == 101) {
            fail("server changed to another protocol, which it was not asked for");
        } else if (status < 100 || status > 999) {
            fail("server answered with the status " + status + ", which there is not");
        } else if (status >= 200 && hasUnknownCoding(response)) {
            fail("server used a transfer coding that it was not asked for: "
                    + ResponseHead.quote(
                            String.join(", ", response.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING))));
        } else if (status >= 200) {
            headless = false;
            keepAlive = HttpUtil.isKeepAlive(response) && !promisesBodyWhereNoneMayBe(response);
            idleSeconds = idleSecondsAfter(response);
            User asking = user;
            if (asking != null) {
                asking.head(status, response.status().reasonPhrase(), fields);
            }
        } else if (++interimResponses > MAX_INTERIM_RESPONSES) {
            fail("server sent more than " + MAX_INTERIM_RESPONSES + " interim responses");
        }
    }

    /** Requests have no {@code TE} field, so that chunks are the only transfer coding there may be: RFC 9112, section 7. */
    private static boolean hasUnknownCoding(HttpResponse response) {
        for (String value : response.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING)) {
            if (!value.equalsIgnoreCase("chunked")) {
                return true;
            }
        }
        return false;
    }

    /** Servers send it then, as some do, and it would be taken for the next answer. */
    private static boolean promisesBodyWhereNoneMayBe(HttpResponse response) {
        int status = response.status().code();
        return (status == 204 || status == 304) && HttpUtil.getContentLength(response, 0L) != 0;
    }

    /** A server that says how long it waits is left a second before, or requests would meet its farewell. */
    private static int idleSecondsAfter(HttpResponse response) {
        String value = response.headers().get("Keep-Alive");
        Matcher told = value == null ? null : KEEP_ALIVE.matcher(value);
        return told != null && told.find()
                ? Math.min(HttpPool.MAX_IDLE_SECONDS, Integer.parseInt(told.group(1)) - 1)
                : HttpPool.MAX_IDLE_SECONDS;
    }

    private void bodyCame(HttpContent content) {
        User asking = user;
        if (asking != null && content.content().isReadable()) {
            asking.body(content.content().retain());
        }
        if (asking != null && asking == user && content instanceof LastHttpContent) {
            user = null;
            reusable = keepAlive && isOpen() && !reader.isAmbiguous() && !reader.hasMore();
            asking.complete();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        User asking = user;
        if (asking != null) {
            asking.readComplete();
        } else if (idleTimer != null) {
            ctx.read();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(closedEarly());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        User asking = user;
        if (cause instanceof IOException || cause.getCause() instanceof IOException) {
            fail("connection lost: " + Failures.innermost(cause));
        } else if (asking != null) {
            asking.crashed(cause);
        } else {
            retire();
            NettyTaskLoop.report(cause);
        }
    }

    // ---- errors

    private void fail(String reason) {
        User asking = user;
        if (asking != null) {
            user = null;
            asking.failed(reason, servedBefore && heardNothing);
        } else if (idleTimer != null) {
            retire();
        }
    }

    private String closedEarly() {
        return "server closed the connection " + (headless ? "before it answered" : "before its response was complete");
    }

    private String describe(Throwable cause) {
        if (cause instanceof PrematureChannelClosureException) {
            return closedEarly();
        }
        if (cause instanceof TooLongFrameException && headless) {
            return "server's response has a head of more than " + ResponseHead.MAX_SIZE + " bytes";
        }
        return "server sent a malformed response: " + ResponseHead.quote(Failures.innermost(cause));
    }
}
