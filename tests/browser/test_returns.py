"""The officers' list of returns in Chromium: ticking all of them at once."""

LIST = "/returns/?year=2024&quarter=3"


def test_the_head_ticks_all_boxes_and_follows_them(person):
    page = person("officer").new_page()
    page.goto(LIST)
    head = page.locator("[data-select-all-box]")
    boxes = page.locator("tbody input[name=returns]")
    assert boxes.count() >= 1
    head.check()
    assert all(box.is_checked() for box in boxes.all())
    boxes.first.uncheck()
    assert not head.is_checked()
    for box in boxes.all():
        box.check()
    assert head.is_checked()


def test_without_script_the_boxes_are_ticked_one_by_one(browser, site, person):
    cookies = person("officer").cookies()
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(LIST)
    assert not page.locator("[data-select-all-box]").is_visible()
    page.locator("tbody input[name=returns]").first.check()
    context.close()


def test_a_clerk_lands_on_the_own_work(person):
    page = person("district_staff").new_page()
    page.goto("/sign-in/")
    assert page.url.endswith("/returns/")
