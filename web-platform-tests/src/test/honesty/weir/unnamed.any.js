// META: title=what has no name
test(() => {});
test(() => {});
