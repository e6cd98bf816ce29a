"""The parking platform: places, tariffs by date, orders, arrears, monthly passes, appeals."""
