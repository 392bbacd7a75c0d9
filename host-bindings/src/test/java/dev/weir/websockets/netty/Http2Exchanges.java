package dev.weir.websockets.netty;

import dev.weir.websockets.netty.Http2Server.Stream;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** What tests of requests over HTTP/2 have in common: a server and a realm whose transport trusts it. */
@ExtendWith(NoLeaks.class)
abstract class Http2Exchanges {
    final HttpRealm realm = new HttpRealm();
    Http2Server server = Http2Server.start();

    Http2Exchanges() throws Exception {
        realm.options = realm.options.withTls(TlsOptions.trusting(List.of(Tls.certificate("localhost"))));
    }

    @AfterEach
    final void end() {
        try (Http2Server last = server) {
            realm.close();
        }
    }

    /** Has another server than the usual one. */
    final void serve(Http2Settings settings) throws Exception {
        server.close();
        server = new Http2Server(settings);
    }

    final HttpRecorder get() throws Exception {
        return realm.get(server.url("https"));
    }

    final HttpRecorder post(long length) throws Exception {
        return realm.start(HttpRealm.request("POST", server.url("https"), length), new HttpRecorder());
    }

    /** An exchange from its beginning to its end. */
    final void gets(String text) throws Exception {
        HttpRecorder recorder = get();
        server.next().answerAll(text);
        recorder.await("head 200 [] ", "end " + text);
    }

    final void send(Stream stream, int bytes) {
        stream.send(Unpooled.wrappedBuffer(new byte[bytes]));
    }
}
