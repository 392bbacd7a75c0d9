package dev.weir.runtime;

import dev.weir.websockets.netty.EchoServer;
import java.io.IOException;
import java.time.Duration;

public final class EmbeddingExample {
    public static void main(String[] arguments) throws IOException {
        try (EchoServer server = EchoServer.builder().start();
                WebRuntime runtime = WebRuntime.builder()
                        .network(NetworkAccess.builder()
                                .allow("ws://example.com")
                                .hostRules("example.com:80=127.0.0.1:" + server.port())
                                .build())
                        .console((level, text) -> System.out.println(text))
                        .build()) {
            Page page = runtime.loadPage("""
                    <button id="closeBtn" disabled>Close</button>
                    <script>
                      const socket = new WebSocketStream('ws://example.com/');
                      socket.opened.then(() => { closeBtn.disabled = false; });
                      socket.closed.then(({ closeCode }) => console.log('closed:', closeCode));
                      closeBtn.onclick = () => socket.close({ closeCode: 3000 });
                    </script>
                    """, "http://example.com/");
            runtime.runUntil(() -> page.count("#closeBtn:enabled") == 1, Duration.ofSeconds(10));
            page.click("#closeBtn");
            runtime.runUntilIdle(Duration.ofSeconds(10));
        }
    }
}
