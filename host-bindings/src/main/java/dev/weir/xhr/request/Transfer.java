package dev.weir.xhr.request;

import dev.weir.events.Event;
import dev.weir.fetch.Fetch;
import dev.weir.fetch.FetchRequest;
import dev.weir.fetch.FetchResponse;
import dev.weir.fetch.Fetching;
import dev.weir.fetch.ResponseBody;
import dev.weir.host.TaskLoop;
import dev.weir.webidl.Realm;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request of an {@link XMLHttpRequest} on its way, told of by events; what it tells once it has ended is not heard.
 *
 * <p>Every event may run a script that aborts or opens the request anew, so {@link #over} is asked after each.
 */
final class Transfer implements Fetch.Caller, ResponseBody.Reader {
    private static final long MILLISECOND = 1_000_000;

    /** Between two events that tell of progress. */
    private static final long PROGRESS_NANOS = 50 * MILLISECOND;

    private static final long NOT_TOLD = -1;

    private final XMLHttpRequest owner;
    private final Realm realm;
    private final TaskLoop loop;
    private final long uploadSize;
    private long uploaded;
    private boolean allSent;
    private long uploadedTold = NOT_TOLD;
    private TaskLoop.@Nullable Scheduled uploadTimer;

    private boolean begun;
    private long startNanos;
    private TaskLoop.@Nullable Scheduled timeoutTimer;

    private long total;
    private long lastProgress;
    private long receivedTold = NOT_TOLD;
    private @Nullable Fetch fetch;
    private boolean over;

    /** @param uploadSize in bytes */
    Transfer(XMLHttpRequest owner, long uploadSize) {
        this.owner = owner;
        this.uploadSize = uploadSize;
        realm = owner.realm();
        loop = realm.loop();
    }

    void start(FetchRequest request) {
        if (request.body != null) {
            request.body = new WatchedUpload(request.body, this::sendingBegins, this::bytesSent, this::allSent);
        }
        loop.retain();
        // The time for the request begins when it is made, which is once the script that sends it has ended.
        loop.execute(this::begin);
        fetch = Fetching.of(realm).start(request, this);
    }

    private void begin() {
        begun = true;
        startNanos = loop.nanoTime();
        timeoutChanged();
    }

    /** Nothing of it is of interest any more. */
    void end() {
        if (!over) {
            over = true;
            owner.transfer = null;
            cancel(timeoutTimer);
            cancel(uploadTimer);
            loop.release();
            if (fetch != null) {
                fetch.cancel();
            }
        }
    }

    private static void cancel(TaskLoop.@Nullable Scheduled timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    // ---- the timeout

    void timeoutChanged() {
        cancel(timeoutTimer);
        timeoutTimer = null;
        if (begun && !over && owner.timeout > 0) {
            long passed = loop.nanoTime() - startNanos;
            timeoutTimer = loop.schedule(this::dueInTime, owner.timeout * MILLISECOND - passed);
        }
    }

    /** What has come while a script kept the loop busy is heard before it is too late for it. */
    private void dueInTime() {
        timeoutTimer = loop.schedule(this::timedOut, MILLISECOND);
    }

    private void timedOut() {
        if (!over) {
            owner.fail("timeout");
        }
    }

    // ---- what is sent

    private void sendingBegins() {
        uploaded = 0;
        allSent = false;
    }

    private void bytesSent(int count) {
        uploaded += count;
        tellUploadLater();
    }

    private void allSent() {
        allSent = true;
        tellUploadLater();
    }

    /** As in browsers one looks from time to time how far it has come. */
    private void tellUploadLater() {
        if (!over && !owner.uploadComplete && uploadTimer == null) {
            uploadTimer = loop.schedule(this::tellUpload, PROGRESS_NANOS);
        }
    }

    private void tellUpload() {
        uploadTimer = null;
        if (over || owner.uploadComplete) {
            return;
        }
        if (allSent) {
            completeUpload();
        } else if (owner.uploadListened) {
            uploadedTold = uploaded;
            owner.upload.fireProgress("progress", uploaded, uploadSize);
        }
    }

    private void completeUpload() {
        owner.uploadComplete = true;
        if (!owner.uploadListened) {
            return;
        }
        if (uploadedTold != uploaded) {
            owner.upload.fireProgress("progress", uploaded, uploadSize);
        }
        owner.upload.fireProgress("load", uploaded, uploadSize);
        owner.upload.fireProgress("loadend", uploaded, uploadSize);
    }

    // ---- what comes

    /** The length of the body that the answer tells; 0 when it tells none, or one of other bytes. */
    static long lengthOf(FetchResponse answer) {
        String length = answer.headers().get("Content-Length");
        ResponseBody body = answer.body();
        boolean isOfBody = body != null && !body.isDecoded();
        return isOfBody && length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : 0;
    }

    @Override
    public void responded(FetchResponse answer) {
        if (over) {
            return;
        }
        if (!owner.uploadComplete) {
            completeUpload();
        }
        if (over) {
            return;
        }
        owner.response = answer;
        total = lengthOf(answer);
        owner.changeState(XMLHttpRequest.HEADERS_RECEIVED);
        if (over) {
            return;
        }
        answer.readBy(this);
    }

    @Override
    public void failed(String reason) {
        if (!over) {
            Fetching.of(realm).printFailure(Objects.requireNonNull(owner.url), reason);
            owner.fail("error");
        }
    }

    @Override
    public void onChunk(ByteBuffer bytes) {
        if (over) {
            return;
        }
        owner.received.add(bytes);
        long now = loop.nanoTime();
        if (receivedTold != NOT_TOLD && now - lastProgress < PROGRESS_NANOS) {
            return;
        }
        lastProgress = now;
        owner.state = XMLHttpRequest.LOADING;
        owner.fire(Event.simple(realm, "readystatechange"));
        if (!over) {
            tellReceived();
        }
    }

    private void tellReceived() {
        receivedTold = owner.received.size();
        owner.fireProgress("progress", receivedTold, total);
    }

    @Override
    public void onEnd() {
        if (over) {
            return;
        }
        if (receivedTold != owner.received.size()) {
            tellReceived();
        }
        if (!over) {
            end();
            owner.end(total);
        }
    }

    @Override
    public void onFailed(String reason) {
        failed(reason);
    }

    @Override
    public boolean keepsAll() {
        return true;
    }
}
