package dev.weir.websockets.netty;

import dev.weir.fetch.transport.HttpField;
import dev.weir.fetch.transport.HttpRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import java.util.List;

/**
 * What carries one request and its response: a connection that speaks HTTP/1.1, for as long as that takes, or a stream of HTTP/2.
 * Nothing is heard before it is told what to serve. On the loop's thread only.
 */
interface HttpCarrier {
    /** Bytes of room that the buffers of a body have before and behind what is to be sent. */
    int ROOM_BEFORE = 8;

    int ROOM_BEHIND = 2;

    /** More of them are no hints, but an answer that never comes. */
    int MAX_INTERIM_RESPONSES = 100;

    /** The exchange that is served. */
    interface User {
        /** The final response begins. */
        void head(int status, String phrase, List<HttpField> fields);

        /** A part of its body; whoever hears of it releases it. */
        void body(ByteBuf bytes);

        /** It is complete, and nothing more will be told. */
        void complete();

        /** Everything that one read brought has been told: time to ask for more. */
        void readComplete();

        /**
         * The carrier is lost, or what comes over it makes no sense; nothing more will be told.
         *
         * @param untouched whether the server has done nothing with the request, as far as can be known
         */
        void failed(String reason, boolean untouched);

        /** Something threw that is not the network's fault. */
        void crashed(Throwable bug);
    }

    /** What comes from now on is for this exchange. */
    void serve(User exchange, HttpRequest request);

    /**
     * Sends the request's head, which leaves with the next {@link #flush}, as what follows does.
     *
     * @param cookie the value of the field of that name, or the empty string for none
     */
    ChannelFuture sendHead(String cookie);

    /** Sends a part of its body, in a buffer with room at both ends that is the carrier's from now on. */
    ChannelFuture sendBody(ByteBuf bytes);

    /** Says, where that is needed, that its body is complete. */
    ChannelFuture sendEnd();

    void flush();

    /** Asks for more. */
    void read();

    /** The response is complete. The carrier may serve others now, unless the request is not. */
    void done(boolean requestComplete);

    /** The exchange is over, and what it held is free. */
    default void release() {}

    /** Gives up, without waiting for anything; the user hears nothing more. */
    void drop();
}
