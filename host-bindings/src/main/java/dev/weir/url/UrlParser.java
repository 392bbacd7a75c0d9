package dev.weir.url;

import dev.weir.encoding.codec.Encoding;
import dev.weir.encoding.codec.Utf8;
import java.util.ArrayList;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The basic URL parser: a state machine over the code points of the input. One object reads one input.
 *
 * <p>Where the standard decreases the pointer so that the next state sees the same code point, a state answers {@link
 * Step#STAY}; states that take a whole run of code points advance the pointer to its last one themselves.
 *
 * @see <a href="https://url.spec.whatwg.org/#concept-basic-url-parser">URL, basic URL parser</a>
 */
final class UrlParser {
    /** Where the parser is; the setters start at some of these. */
    enum State {
        SCHEME_START,
        SCHEME,
        NO_SCHEME,
        SPECIAL_RELATIVE_OR_AUTHORITY,
        PATH_OR_AUTHORITY,
        RELATIVE,
        RELATIVE_SLASH,
        SPECIAL_AUTHORITY_SLASHES,
        SPECIAL_AUTHORITY_IGNORE_SLASHES,
        AUTHORITY,
        HOST,
        HOSTNAME,
        PORT,
        FILE,
        FILE_SLASH,
        FILE_HOST,
        PATH_START,
        PATH,
        OPAQUE_PATH,
        QUERY,
        FRAGMENT
    }

    /** What follows a state's look at a code point. */
    private enum Step {
        ADVANCE,
        STAY,
        FAILURE,
        /** The end of a setter's input that counts. */
        TERMINATE
    }

    private static final int EOF = -1;

    private final String input;
    private final @Nullable UrlRecord base;
    private final @Nullable State override;
    /** Of the document that the URL is in; only queries depend on it. */
    private final Encoding encoding;

    private final UrlRecord url;
    private final StringBuilder buffer = new StringBuilder();
    private State state;
    /** An index into the input, in UTF-16 code units. */
    private int pointer;
    /** The code point at the pointer. */
    private int c;

    /** Name and password as far as the authority tells them; an input may have very many at signs. */
    private final StringBuilder username = new StringBuilder();

    private final StringBuilder password = new StringBuilder();
    private boolean atSignSeen;
    private boolean insideBrackets;
    private boolean passwordTokenSeen;

    private UrlParser(
            String input, @Nullable UrlRecord base, UrlRecord url, @Nullable State override, Encoding encoding) {
        this.encoding = encoding;
        this.input = removeTabsAndNewlines(Utf8.toWellFormed(input));
        this.base = base;
        this.url = url;
        this.override = override;
        this.state = override == null ? State.SCHEME_START : override;
    }

    /** A new record, or null for failure. */
    static @Nullable UrlRecord parse(String input, @Nullable UrlRecord base, Encoding encoding) {
        UrlRecord url = new UrlRecord();
        return new UrlParser(trim(input), base, url, null, encoding).run() ? url : null;
    }

    /** Changes the part of the record that the state stands for; nothing for input that does not fit. */
    static void parseInto(UrlRecord url, String input, State override) {
        new UrlParser(input, null, url, override, Encoding.UTF_8).run();
    }

    private static String trim(String input) {
        int start = 0;
        int end = input.length();
        while (start < end && input.charAt(start) <= ' ') {
            start++;
        }
        while (end > start && input.charAt(end - 1) <= ' ') {
            end--;
        }
        return input.substring(start, end);
    }

    private static boolean isTabOrNewline(char c) {
        return c == '\t' || c == '\n' || c == '\r';
    }

    private static String removeTabsAndNewlines(String input) {
        for (int i = 0; i < input.length(); i++) {
            if (isTabOrNewline(input.charAt(i))) {
                StringBuilder kept = new StringBuilder(input.length()).append(input, 0, i);
                for (; i < input.length(); i++) {
                    if (!isTabOrNewline(input.charAt(i))) {
                        kept.append(input.charAt(i));
                    }
                }
                return kept.toString();
            }
        }
        return input;
    }

    private boolean run() {
        while (true) {
            c = pointer < input.length() ? input.codePointAt(pointer) : EOF;
            switch (step()) {
                case ADVANCE -> {
                    if (c == EOF) {
                        return true;
                    }
                    pointer += Character.charCount(c);
                }
                case STAY -> {}
                case FAILURE -> {
                    return false;
                }
                case TERMINATE -> {
                    return true;
                }
            }
        }
    }

    private Step step() {
        return switch (state) {
            case SCHEME_START -> schemeStart();
            case SCHEME -> scheme();
            case NO_SCHEME -> noScheme();
            case SPECIAL_RELATIVE_OR_AUTHORITY -> specialRelativeOrAuthority();
            case PATH_OR_AUTHORITY -> c == '/' ? advance(State.AUTHORITY) : stay(State.PATH);
            case RELATIVE -> relative();
            case RELATIVE_SLASH -> relativeSlash();
            case SPECIAL_AUTHORITY_SLASHES -> specialAuthoritySlashes();
            case SPECIAL_AUTHORITY_IGNORE_SLASHES -> isSlash() ? Step.ADVANCE : stay(State.AUTHORITY);
            case AUTHORITY -> authority();
            case HOST, HOSTNAME -> host();
            case PORT -> port();
            case FILE -> file();
            case FILE_SLASH -> fileSlash();
            case FILE_HOST -> fileHost();
            case PATH_START -> pathStart();
            case PATH -> path();
            case OPAQUE_PATH -> opaquePath();
            case QUERY -> query();
            case FRAGMENT -> fragment();
        };
    }

    private Step advance(State next) {
        state = next;
        return Step.ADVANCE;
    }

    private Step stay(State next) {
        state = next;
        return Step.STAY;
    }

    private Step startQuery() {
        url.query = "";
        return advance(State.QUERY);
    }

    private Step startFragment() {
        url.fragment = "";
        return advance(State.FRAGMENT);
    }

    private boolean isSlash() {
        return c == '/' || c == '\\';
    }

    /** A slash, or what a special scheme takes for one. */
    private boolean isSlashHere() {
        return c == '/' || (c == '\\' && url.isSpecial());
    }

    private boolean endsAuthority() {
        return c == EOF || c == '?' || c == '#' || isSlashHere();
    }

    // ---- scheme

    private Step schemeStart() {
        if (isAsciiAlpha(c)) {
            buffer.append((char) toLowerCase(c));
            return advance(State.SCHEME);
        }
        return override == null ? stay(State.NO_SCHEME) : Step.FAILURE;
    }

    private Step scheme() {
        if (isAsciiAlpha(c) || isAsciiDigit(c) || c == '+' || c == '-' || c == '.') {
            buffer.append((char) toLowerCase(c));
            return Step.ADVANCE;
        }
        if (c == ':') {
            String scheme = buffer.toString();
            if (override != null) {
                changeScheme(scheme);
                return Step.TERMINATE;
            }
            url.scheme = scheme;
            buffer.setLength(0);
            return afterScheme();
        }
        if (override != null) {
            return Step.FAILURE;
        }
        buffer.setLength(0);
        pointer = 0;
        return stay(State.NO_SCHEME);
    }

    /** 2.1: a scheme can only become another one of its kind. */
    private void changeScheme(String scheme) {
        if (url.isSpecial() != UrlRecord.isSpecial(scheme)
                || (scheme.equals("file") && (url.includesCredentials() || url.port >= 0))
                || (url.scheme.equals("file") && Objects.equals(url.host, UrlHost.Opaque.EMPTY))) {
            return;
        }
        url.scheme = scheme;
        if (url.port == UrlRecord.defaultPort(scheme)) {
            url.port = -1;
        }
    }

    private Step afterScheme() {
        if (url.scheme.equals("file")) {
            return advance(State.FILE);
        }
        if (url.isSpecial()) {
            return advance(
                    base != null && base.scheme.equals(url.scheme)
                            ? State.SPECIAL_RELATIVE_OR_AUTHORITY
                            : State.SPECIAL_AUTHORITY_SLASHES);
        }
        if (input.startsWith("/", pointer + 1)) {
            pointer++;
            return advance(State.PATH_OR_AUTHORITY);
        }
        url.opaquePath = new StringBuilder();
        return advance(State.OPAQUE_PATH);
    }

    private Step noScheme() {
        if (base == null || (base.opaquePath != null && c != '#')) {
            return Step.FAILURE;
        }
        if (base.opaquePath != null) {
            url.scheme = base.scheme;
            url.opaquePath = new StringBuilder(base.opaquePath);
            url.query = base.query;
            return startFragment();
        }
        return stay(base.scheme.equals("file") ? State.FILE : State.RELATIVE);
    }

    // ---- relative to a base

    private UrlRecord base() {
        return Objects.requireNonNull(base);
    }

    private Step specialRelativeOrAuthority() {
        if (c == '/' && input.startsWith("/", pointer + 1)) {
            pointer++;
            return advance(State.SPECIAL_AUTHORITY_IGNORE_SLASHES);
        }
        return stay(State.RELATIVE);
    }

    private Step relative() {
        url.scheme = base().scheme;
        if (isSlashHere()) {
            return advance(State.RELATIVE_SLASH);
        }
        takeAuthorityOfBase();
        return takePathOfBase(false);
    }

    private void takeAuthorityOfBase() {
        url.username = base().username;
        url.password = base().password;
        url.host = base().host;
        url.port = base().port;
    }

    /** The base's path and query, as far as the input does not replace them. */
    private Step takePathOfBase(boolean dropPath) {
        url.path = new ArrayList<>(base().path);
        url.query = base().query;
        if (c == '?') {
            return startQuery();
        }
        if (c == '#') {
            return startFragment();
        }
        if (c == EOF) {
            return Step.ADVANCE;
        }
        url.query = null;
        if (dropPath) {
            url.path.clear();
        } else {
            url.shortenPath();
        }
        return stay(State.PATH);
    }

    private Step relativeSlash() {
        if (url.isSpecial() && isSlash()) {
            return advance(State.SPECIAL_AUTHORITY_IGNORE_SLASHES);
        }
        if (c == '/') {
            return advance(State.AUTHORITY);
        }
        takeAuthorityOfBase();
        return stay(State.PATH);
    }

    // ---- authority

    private Step specialAuthoritySlashes() {
        if (c == '/' && input.startsWith("/", pointer + 1)) {
            pointer++;
            return advance(State.SPECIAL_AUTHORITY_IGNORE_SLASHES);
        }
        return stay(State.SPECIAL_AUTHORITY_IGNORE_SLASHES);
    }

    private Step authority() {
        if (c == '@') {
            takeCredentials();
            return Step.ADVANCE;
        }
        if (endsAuthority()) {
            if (atSignSeen && buffer.isEmpty()) {
                return Step.FAILURE;
            }
            url.username = username.toString();
            url.password = password.toString();
            pointer -= buffer.length();
            buffer.setLength(0);
            return stay(State.HOST);
        }
        buffer.appendCodePoint(c);
        return Step.ADVANCE;
    }

    /** What was read up to an at sign is name and password, an at sign before it included. */
    private void takeCredentials() {
        if (atSignSeen) {
            (passwordTokenSeen ? password : username).append("%40");
        }
        atSignSeen = true;
        String text = buffer.toString();
        int colon = passwordTokenSeen ? -1 : text.indexOf(':');
        if (colon >= 0) {
            PercentEncodeSet.USERINFO.encode(text, 0, colon, username);
            passwordTokenSeen = true;
        }
        PercentEncodeSet.USERINFO.encode(text, colon + 1, text.length(), passwordTokenSeen ? password : username);
        buffer.setLength(0);
    }

    private Step host() {
        if (override != null && url.scheme.equals("file")) {
            return stay(State.FILE_HOST);
        }
        if (c == ':' && !insideBrackets) {
            if (buffer.isEmpty() || override == State.HOSTNAME || !takeHost()) {
                return Step.FAILURE;
            }
            return advance(State.PORT);
        }
        if (endsAuthority()) {
            if (buffer.isEmpty()
                    && (url.isSpecial() || (override != null && (url.includesCredentials() || url.port >= 0)))) {
                return Step.FAILURE;
            }
            if (!takeHost()) {
                return Step.FAILURE;
            }
            return override == null ? stay(State.PATH_START) : Step.TERMINATE;
        }
        if (c == '[') {
            insideBrackets = true;
        } else if (c == ']') {
            insideBrackets = false;
        }
        buffer.appendCodePoint(c);
        return Step.ADVANCE;
    }

    private boolean takeHost() {
        UrlHost host = HostParser.parse(buffer.toString(), !url.isSpecial());
        if (host == null) {
            return false;
        }
        url.host = host;
        buffer.setLength(0);
        return true;
    }

    private Step port() {
        if (isAsciiDigit(c)) {
            buffer.append((char) c);
            return Step.ADVANCE;
        }
        if (!endsAuthority() && override == null) {
            return Step.FAILURE;
        }
        if (!buffer.isEmpty()) {
            int port = 0;
            for (int i = 0; i < buffer.length(); i++) {
                port = port * 10 + buffer.charAt(i) - '0';
                if (port > 0xffff) {
                    return Step.FAILURE;
                }
            }
            url.port = port == UrlRecord.defaultPort(url.scheme) ? -1 : port;
            buffer.setLength(0);
        }
        return override == null ? stay(State.PATH_START) : Step.TERMINATE;
    }

    // ---- files

    private boolean hasFileBase() {
        return base != null && base.scheme.equals("file");
    }

    private Step file() {
        url.scheme = "file";
        url.host = UrlHost.Opaque.EMPTY;
        if (isSlash()) {
            return advance(State.FILE_SLASH);
        }
        if (!hasFileBase()) {
            return stay(State.PATH);
        }
        url.host = base().host;
        return takePathOfBase(PathSegment.startsWithWindowsDriveLetter(input, pointer));
    }

    private Step fileSlash() {
        if (isSlash()) {
            return advance(State.FILE_HOST);
        }
        if (hasFileBase()) {
            url.host = base().host;
            if (!PathSegment.startsWithWindowsDriveLetter(input, pointer)
                    && !base().path.isEmpty()
                    && PathSegment.isNormalizedWindowsDriveLetter(base().path.get(0))) {
                url.path.add(base().path.get(0));
            }
        }
        return stay(State.PATH);
    }

    private Step fileHost() {
        if (c != EOF && !isSlash() && c != '?' && c != '#') {
            buffer.appendCodePoint(c);
            return Step.ADVANCE;
        }
        if (override == null && PathSegment.isWindowsDriveLetter(buffer)) {
            return stay(State.PATH); // with the letter still in the buffer
        }
        if (buffer.isEmpty()) {
            url.host = UrlHost.Opaque.EMPTY;
        } else if (!takeHost()) {
            return Step.FAILURE;
        } else if (url.hostname().equals("localhost")) {
            url.host = UrlHost.Opaque.EMPTY;
        }
        return override == null ? stay(State.PATH_START) : Step.TERMINATE;
    }

    // ---- path

    private Step pathStart() {
        if (url.isSpecial()) {
            return isSlash() ? advance(State.PATH) : stay(State.PATH);
        }
        if (override == null && c == '?') {
            return startQuery();
        }
        if (override == null && c == '#') {
            return startFragment();
        }
        if (c != EOF) {
            return c == '/' ? advance(State.PATH) : stay(State.PATH);
        }
        if (override != null && url.host == null) {
            url.path.add("");
        }
        return Step.ADVANCE;
    }

    private Step path() {
        if (c != EOF && !isSlashHere() && (override != null || (c != '?' && c != '#'))) {
            PercentEncodeSet.PATH.encode(c, buffer);
            return Step.ADVANCE;
        }
        String segment = buffer.toString();
        buffer.setLength(0);
        if (PathSegment.isDoubleDot(segment)) {
            url.shortenPath();
            if (!isSlashHere()) {
                url.path.add("");
            }
        } else if (PathSegment.isSingleDot(segment)) {
            if (!isSlashHere()) {
                url.path.add("");
            }
        } else {
            boolean drive =
                    url.scheme.equals("file") && url.path.isEmpty() && PathSegment.isWindowsDriveLetter(segment);
            url.path.add(drive ? segment.charAt(0) + ":" : segment);
        }
        return c == '?' ? startQuery() : c == '#' ? startFragment() : Step.ADVANCE;
    }

    private Step opaquePath() {
        if (c == '?') {
            return startQuery();
        }
        if (c == '#') {
            return startFragment();
        }
        if (c != EOF) {
            StringBuilder path = Objects.requireNonNull(url.opaquePath);
            boolean last = input.startsWith("?", pointer + 1) || input.startsWith("#", pointer + 1);
            if (c == ' ' && last) {
                path.append("%20"); // else it would be lost when what follows is removed
            } else {
                PercentEncodeSet.C0_CONTROL.encode(c, path);
            }
        }
        return Step.ADVANCE;
    }

    // ---- query and fragment

    private Step query() {
        int end = override == null ? input.indexOf('#', pointer) : -1;
        if (end < 0) {
            end = input.length();
        }
        PercentEncodeSet set = url.isSpecial() ? PercentEncodeSet.SPECIAL_QUERY : PercentEncodeSet.QUERY;
        boolean webSocket = url.scheme.equals("ws") || url.scheme.equals("wss");
        Encoding used = url.isSpecial() && !webSocket ? encoding : Encoding.UTF_8;
        url.query = url.query + set.encode(input.substring(pointer, end), used);
        pointer = end;
        c = end < input.length() ? '#' : EOF;
        return c == '#' ? startFragment() : Step.ADVANCE;
    }

    private Step fragment() {
        url.fragment = url.fragment + PercentEncodeSet.FRAGMENT.encode(input.substring(pointer));
        pointer = input.length();
        c = EOF;
        return Step.ADVANCE;
    }

    static boolean isAsciiAlpha(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isAsciiDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static int toLowerCase(int asciiLetter) {
        return asciiLetter >= 'A' && asciiLetter <= 'Z' ? asciiLetter + 0x20 : asciiLetter;
    }
}
