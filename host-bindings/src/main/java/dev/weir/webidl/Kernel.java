package dev.weir.webidl;

import java.util.HashMap;
import java.util.Map;
import org.graalvm.polyglot.Value;

/** The functions of the glue that Java calls; captured once for each realm, out of scripts' reach. */
public final class Kernel {
    final Value runTask;
    final Value makeWrapper;
    final Value typeError;
    final Value rangeError;
    final Value domException;
    final Value newDeferred;
    final Value deferredPromise;
    final Value deferredResolve;
    final Value deferredReject;
    final Value deferredHandled;
    final Value promiseResolvedWith;
    final Value promiseRejectedWith;
    final Value isMarkedAsHandled;
    final Value uponPromise;
    final Value uponSettled;
    final Value queueMicrotask;
    final Value call;
    final Value call0;
    final Value call1;
    final Value array;
    final Value setItem;
    final Value object;
    final Value uint8Array;
    final Value undefined;
    private final Value functions;
    private final Map<String, Value> named = new HashMap<>();

    public Kernel(Value functions) {
        this.functions = functions;
        runTask = function("runTask");
        makeWrapper = function("makeWrapper");
        typeError = function("typeError");
        rangeError = function("rangeError");
        domException = function("domException");
        newDeferred = function("newDeferred");
        deferredPromise = function("deferredPromise");
        deferredResolve = function("deferredResolve");
        deferredReject = function("deferredReject");
        deferredHandled = function("deferredHandled");
        promiseResolvedWith = function("promiseResolvedWith");
        promiseRejectedWith = function("promiseRejectedWith");
        isMarkedAsHandled = function("isMarkedAsHandled");
        uponPromise = function("uponPromise");
        uponSettled = function("uponSettled");
        queueMicrotask = function("queueMicrotask");
        call = function("call");
        call0 = function("call0");
        call1 = function("call1");
        array = function("array");
        setItem = function("setItem");
        object = function("object");
        uint8Array = function("uint8Array");
        undefined = functions.getMember("undefined");
    }

    /** A function that a definition's script put into the kernel; looked up once. */
    public Value function(String name) {
        return named.computeIfAbsent(name, key -> {
            Value function = functions.getMember(key);
            if (function == null || !function.canExecute()) {
                throw new IllegalStateException("the glue has no function " + key);
            }
            return function;
        });
    }
}
