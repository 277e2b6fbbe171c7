import { showFrame } from './parts/frame.js';
import { wireSearchBox } from './parts/search-box.js';
import { basketPage } from './pages/basket.js';
import { checkoutPage } from './pages/checkout.js';
import { homePage } from './pages/home.js';
import { categoryPage, searchPage } from './pages/listing.js';
import { loginPage } from './pages/login.js';
import { notFoundPage } from './pages/not-found.js';
import { orderPage } from './pages/order.js';
import { ordersPage } from './pages/orders.js';
import { productPage } from './pages/product.js';
import { start } from './router.js';

showFrame();
wireSearchBox();
start([
  ['/', homePage],
  ['/search', searchPage],
  ['/category/:category', categoryPage],
  ['/product/:sku', productPage],
  ['/basket', basketPage],
  ['/checkout', checkoutPage],
  ['/login', loginPage],
  ['/orders', ordersPage],
  ['/orders/:id', orderPage],
  ['*', notFoundPage],
]);
