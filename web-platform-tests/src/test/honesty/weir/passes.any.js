// META: title=passes
// META: variant=
// META: variant=?other
test(() => assert_equals(document_title(), location.search === '?other' ? 'passes?other' : 'passes'), 'the title and the query are there');

function document_title() {
  return (self.GLOBAL.isWindow() ? document.title : 'passes') + location.search;
}

promise_test(async () => assert_equals((await (await fetch('data.json')).json()).answer, 42), 'data is read from the suite');
