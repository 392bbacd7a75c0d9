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
