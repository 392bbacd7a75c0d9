// WebAssembly.compileStreaming and instantiateStreaming. The engine has its bytes all at once only, so a module is compiled
// when its response has ended.

if (globalThis.WebAssembly !== undefined) { // unless the engine has none
    const { WebAssembly } = globalThis;
    const { compile, instantiate } = WebAssembly;
    const toLowerCase = uncurryThis(StringCtor.prototype.toLowerCase);

    /** The peer of a response that may be compiled: https://webassembly.github.io/spec/web-api/#compile-a-potential-webassembly-response */
    const responseOf = (value, where) => {
        const response = toPeer(value, 'Response', `${where}: what the source is, or its promise is fulfilled with,`);
        const type = response.headers().get('Content-Type');
        if (type === null || toLowerCase(type) !== 'application/wasm') {
            throw typeError(`${where}: the response's type must be application/wasm, but is ${type ?? 'not given'}`);
        }
        if (!response.ok()) { // which opaque ones are not
            throw typeError(`${where}: the response's status is ${response.status()}`);
        }
        return response;
    };

    /** Calls `compiled` with a module, or `failed`, in a microtask or later. */
    const compileSource = (source, where, compiled, failed) => uponSettled(source, (value) => {
        let bytes;
        try {
            bytes = responseOf(value, where).arrayBuffer();
        } catch (e) {
            failed(fromHost(e));
            return;
        }
        uponPromise(bytes, (buffer) => uponPromise(compile(buffer), compiled, failed), failed);
    }, failed);

    copyMembers({
        compileStreaming(source) {
            const promise = newPromise();
            const resolve = settleResolve, reject = settleReject;
            compileSource(source, 'WebAssembly.compileStreaming', resolve, reject);
            return promise;
        },
        instantiateStreaming(source, importObject = undefined) {
            const where = 'WebAssembly.instantiateStreaming';
            if (importObject !== undefined && !isObject(importObject)) {
                return promiseRejectedWith(typeError(`${where}: argument 'importObject' must be an object`));
            }
            const promise = newPromise();
            const resolve = settleResolve, reject = settleReject;
            compileSource(source, where, (module) => uponPromise(
                instantiate(module, importObject), (instance) => resolve({ module, instance }), reject), reject);
            return promise;
        },
    }, WebAssembly, true);
}
