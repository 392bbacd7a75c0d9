# Starts the suite's own server: serve.py SUITE CONFIG. Ends when its standard input does, so that it never outlives the
# program that started it.
import json
import os
import signal
import sys
import threading


def end_with_parent():
    # Not through sys.stdin: a forked child closes that, and would wait for this thread's lock.
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGINT)


def complete_http2():
    """Adds what the suite's server lacks for WebSockets over HTTP/2.

    It never gives a client's window back, which ends every stream after 64 KiB. Here it does, once the thread of the
    stream has dealt with what came, so that a handler that does not read still holds its client back. And a handler
    that drops its connection leaves the stream open for good; here the stream is reset.
    """
    import tools.localpaths  # noqa: F401
    from h2.events import DataReceived
    from h2.exceptions import ProtocolError
    from wptserve import server

    class PacedQueue(server.Queue):
        handler = None
        last = None

        def get(self, *arguments):
            done, self.last = self.last, None
            if isinstance(done, DataReceived) and self.handler:
                self.acknowledge(done)
            self.last = super().get(*arguments)
            return self.last

        def acknowledge(self, done):
            try:
                with self.handler.conn as connection:
                    connection.acknowledge_received_data(done.flow_controlled_length, done.stream_id)
                    self.handler.request.sendall(connection.data_to_send())
            except (OSError, ProtocolError):
                pass  # the client has gone

    start = server.Http2WebTestRequestHandler.start_stream_thread

    def start_stream_thread(self, frame, queue):
        queue.handler = self
        return start(self, frame, queue)

    serve_stream = server.Http2WebTestRequestHandler._stream_ws_sub_thread

    def serve_stream_to_its_end(self, request, stream_handler, queue):
        try:
            serve_stream(self, request, stream_handler, queue)
        except server.AbortedByUserException:
            with stream_handler.conn as connection:
                connection.reset_stream(stream_handler.h2_stream_id)
                stream_handler.request.sendall(connection.data_to_send())
            queue.put(None)

    server.Queue = PacedQueue
    server.Http2WebTestRequestHandler._stream_ws_sub_thread = serve_stream_to_its_end
    server.Http2WebTestRequestHandler.start_stream_thread = start_stream_thread


def main():
    suite, config = sys.argv[1:3]
    os.chdir(suite)
    sys.path.insert(0, suite)
    sys.dont_write_bytecode = True
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    import tools.localpaths  # noqa: F401
    from tools.serve import serve

    threading.Thread(target=end_with_parent, daemon=True).start()
    serve.run(config_path=config, h2=True)


if __name__ == "__main__":
    main()
elif __name__ == "__mp_main__":
    complete_http2()  # in each of the server's processes
