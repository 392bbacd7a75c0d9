package dev.weir.websockets.netty;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connections over HTTP/2 that one transport has, by where they lead; touched on the loop's thread only. */
final class Http2Sessions {
    /** How many places are remembered that need not be asked again. */
    private static final int MAX_REMEMBERED = 256;

    private final Map<String, List<Http2Session>> byPlace = new HashMap<>();
    private final Set<String> withoutExtendedConnect = new LinkedHashSet<>();

    /** A connection to the place that can take one more WebSocket, or null. */
    @Nullable
    Http2Session withRoom(String place) {
        for (Http2Session session : byPlace.getOrDefault(place, List.of())) {
            if (session.hasRoom()) {
                return session;
            }
        }
        return null;
    }

    void add(String place, Http2Session session) {
        byPlace.computeIfAbsent(place, name -> new ArrayList<>(1)).add(session);
    }

    void remove(String place, Http2Session session) {
        byPlace.computeIfPresent(place, (name, sessions) -> {
            sessions.remove(session);
            return sessions.isEmpty() ? null : sessions;
        });
    }

    /** Whether the place was found to speak HTTP/2 without WebSockets over it. */
    boolean lacksExtendedConnect(String place) {
        return withoutExtendedConnect.contains(place);
    }

    void rememberLackOfExtendedConnect(String place) {
        if (withoutExtendedConnect.size() >= MAX_REMEMBERED) {
            withoutExtendedConnect.remove(withoutExtendedConnect.iterator().next());
        }
        withoutExtendedConnect.add(place);
    }
}
