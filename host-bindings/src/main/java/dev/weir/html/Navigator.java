package dev.weir.html;

import dev.weir.bindings.InterfaceDefinition;
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
              readonly attribute DOMString productSub;
              readonly attribute DOMString userAgent;
              readonly attribute DOMString vendor;
              readonly attribute DOMString vendorSub;
            };
            interface mixin NavigatorLanguage {
              readonly attribute DOMString language;
              readonly attribute FrozenArray<DOMString> languages;
            };
            interface mixin NavigatorOnLine { readonly attribute boolean onLine; };
            interface mixin NavigatorConcurrentHardware {
              readonly attribute unsigned long long hardwareConcurrency;
            };
            Navigator includes NavigatorID;
            Navigator includes NavigatorLanguage;
            Navigator includes NavigatorOnLine;
            Navigator includes NavigatorConcurrentHardware;
            """);

    private static final String VERSION = "0.1";
    /** What {@code navigator.userAgent} says. */
    public static final String USER_AGENT = "Weir/" + VERSION;

    private @Nullable Value languages;

    Navigator(Realm realm) {
        super(realm);
    }

    @Override
    public String interfaceName() {
        return "Navigator";
    }

    @Export
    public String appCodeName() {
        return "Mozilla";
    }

    @Export
    public String appName() {
        return "Netscape";
    }

    @Export
    public String appVersion() {
        return "5.0 (" + USER_AGENT + ")";
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
        return "20030107";
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
    public String language() {
        return "en-US";
    }

    @Export
    public Value languages() {
        if (languages == null) {
            languages = realm.callFunction("frozenArray", realm.array(List.of("en-US", "en")));
        }
        return languages;
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
