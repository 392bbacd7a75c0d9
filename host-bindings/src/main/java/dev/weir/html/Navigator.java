package dev.weir.html;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.cookies.CookieAccess;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import java.util.List;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * What a script may know of the program that runs it. The same for everybody, so that it tells nothing of the machine,
 * but for the number of processors.
 *
 * <p>The standard wants one of three browsers to be resembled: the navigator compatibility mode here is Gecko, which is also
 * what scripts take an unknown user agent for.
 *
 * @see <a href="https://html.spec.whatwg.org/#the-navigator-object">HTML, Navigator</a>
 */
public final class Navigator extends PlatformObject {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface Navigator {};
            interface mixin NavigatorID {
              readonly attribute DOMString appCodeName;
              readonly attribute DOMString appName;
              readonly attribute DOMString appVersion;
              readonly attribute DOMString platform;
              readonly attribute DOMString product;
              [Exposed=Window] readonly attribute DOMString productSub;
              readonly attribute DOMString userAgent;
              [Exposed=Window] readonly attribute DOMString vendor;
              [Exposed=Window] readonly attribute DOMString vendorSub;
              [Exposed=Window] boolean taintEnabled();
              [Exposed=Window] readonly attribute DOMString oscpu;
            };
            interface mixin NavigatorLanguage {
              readonly attribute DOMString language;
              readonly attribute FrozenArray<DOMString> languages;
            };
            interface mixin NavigatorCookies { readonly attribute boolean cookieEnabled; };
            interface mixin NavigatorOnLine { readonly attribute boolean onLine; };
            interface mixin NavigatorConcurrentHardware {
              readonly attribute unsigned long long hardwareConcurrency;
            };
            Navigator includes NavigatorID;
            Navigator includes NavigatorLanguage;
            Navigator includes NavigatorCookies;
            Navigator includes NavigatorOnLine;
            Navigator includes NavigatorConcurrentHardware;
            [Exposed=Worker]
            interface WorkerNavigator {};
            WorkerNavigator includes NavigatorID;
            WorkerNavigator includes NavigatorLanguage;
            WorkerNavigator includes NavigatorOnLine;
            WorkerNavigator includes NavigatorConcurrentHardware;
            """);

    private static final String VERSION = "0.1";
    /** What {@code navigator.userAgent} says. */
    public static final String USER_AGENT = "Weir/" + VERSION;
    /** What servers are told of {@code navigator.languages}. */
    public static final String ACCEPT_LANGUAGE = "en-US,en;q=0.5";

    private final String interfaceName;
    private @Nullable Value languages;

    /** A navigator for a window, or with the other interface for a worker. */
    Navigator(Realm realm, String interfaceName) {
        super(realm);
        this.interfaceName = interfaceName;
    }

    @Override
    public String interfaceName() {
        return interfaceName;
    }

    @Export
    public String appCodeName() {
        return "Mozilla";
    }

    @Export
    public String appName() {
        return "Netscape";
    }

    /** Empty, as the standard says for a user agent that does not begin with {@code Mozilla/5.0}. */
    @Export
    public String appVersion() {
        return "";
    }

    @Export
    public String platform() {
        return "";
    }

    @Export
    public String product() {
        return "Gecko";
    }

    @Export
    public String productSub() {
        return "20100101";
    }

    @Export
    public String userAgent() {
        return USER_AGENT;
    }

    @Export
    public String vendor() {
        return "";
    }

    @Export
    public String vendorSub() {
        return "";
    }

    @Export
    public boolean taintEnabled() {
        return false;
    }

    @Export
    public String oscpu() {
        return "";
    }

    @Export
    public String language() {
        return "en-US";
    }

    @Export
    public Value languages() {
        if (languages == null) {
            languages = realm.frozenArray(List.of("en-US", "en"));
        }
        return languages;
    }

    @Export
    public boolean cookieEnabled() {
        return realm.serviceIfBound(CookieAccess.class) != null;
    }

    @Export
    public boolean onLine() {
        return true;
    }

    @Export
    public int hardwareConcurrency() {
        return Runtime.getRuntime().availableProcessors();
    }
}
