package dev.weir.xhr.request;

import dev.weir.bindings.InterfaceDefinition;
import java.util.List;

/** Everything this package gives to a global; the realm needs a {@link dev.weir.fetch.FetchEnvironment}. */
public final class XmlHttpRequestInterfaces {
    public static final List<InterfaceDefinition> DEFINITIONS =
            List.of(XMLHttpRequestEventTarget.DEFINITION, XMLHttpRequest.DEFINITION);

    private XmlHttpRequestInterfaces() {}
}
